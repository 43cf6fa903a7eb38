import { architecture } from '../net/cnn/architecture.ts';
import { type CellRectangle, patchUnder, rectangleOf, windowUnder } from './rectangles.ts';
import type { Unit } from './unit.ts';

/** The cells of the input that a unit's value depends on; bottom and right are exclusive. */
export function receptiveField(unit: Unit): CellRectangle {
  const { conv1, conv2 } = architecture;
  const underConv1 = (cells: CellRectangle): CellRectangle => patchUnder(cells, conv1.kernel);
  const underPool1 = (cells: CellRectangle): CellRectangle => underConv1(windowUnder(cells, conv1.pool));
  const underConv2 = (cells: CellRectangle): CellRectangle => underPool1(patchUnder(cells, conv2.kernel));
  switch (unit.layer) {
    case 'input':
      return rectangleOf(unit.cell, conv1.inputWidth);
    case 'conv1':
      return underConv1(rectangleOf(unit.cell, conv1.width));
    case 'pool1':
      return underPool1(rectangleOf(unit.cell, conv1.pooledWidth));
    case 'conv2':
      return underConv2(rectangleOf(unit.cell, conv2.width));
    case 'pool2':
      return underConv2(windowUnder(rectangleOf(unit.cell, conv2.pooledWidth), conv2.pool));
    default:
      return { top: 0, left: 0, bottom: conv1.inputHeight, right: conv1.inputWidth };
  }
}
