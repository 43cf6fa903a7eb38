import { serve } from '../painting/worker.ts';
import { createDiagramPainter } from './painter.ts';

serve(self as unknown as Parameters<typeof serve>[0], createDiagramPainter);
