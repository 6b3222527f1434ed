import type { Label } from '../label.ts';

/** The ways to connect layers, in the order of the pictures. */
export const connections = [
  { value: 'plain', label: { en: 'plain depth', ko: '단순히 쌓기' } },
  { value: 'residual', label: { en: 'residual', ko: '잔차 연결(residual connection)' } },
  { value: 'dense', label: { en: 'dense', ko: '밀집 연결(DenseNet)' } },
] as const satisfies readonly { readonly value: string; readonly label: Label }[];

export type ConnectionName = (typeof connections)[number]['value'];

export const defaults = {
  connections: 'plain',
  activation: 'sigmoid',
  depth: 12,
  width: 32,
  growth: 8,
  learningRate: 0.05,
  epochs: 8,
  seed: 1,
};

export const labelOf = (name: string): Label => connections.find(({ value }) => value === name)?.label ?? name;
