import { createLater, serve } from './painting/worker.ts';
import { PICTURES } from './pictures.ts';

serve(self as unknown as Parameters<typeof serve>[0], PICTURES, createLater());
