export { broadcastNode } from './broadcast.ts';
export { realize } from './execute.ts';
export type { AnyNode, Node } from './graph.ts';
export { is, literal, node, printGraph, topological } from './graph.ts';
export type { ElementwiseOp } from './ops/elementwise.ts';
export { isElementwise } from './ops/elementwise.ts';
export type { ArrayType, Attributes, Family, Op, Operation, OperationCode } from './ops/operation.ts';
export { operations } from './ops/table.ts';
export { inlined } from './trace.ts';
