import type { Label } from '../label.ts';

/** The conditions of SELU kept, and each of them broken; all begin with standard normal samples unless said otherwise. */
export const cases = [
  { value: 'kept', label: { en: 'all conditions kept', ko: '모든 조건 충족' }, isKept: true },
  { value: 'alpha-dropout', label: { en: 'alpha dropout', ko: '알파 드롭아웃(alpha dropout)' }, isKept: true },
  { value: 'dropout', label: { en: 'ordinary dropout', ko: '일반 드롭아웃' }, isKept: false },
  { value: 'he', label: { en: 'He’s weights', ko: 'He 초깃값' }, isKept: false },
  { value: 'narrow', label: { en: 'weights N(0, 0.01²)', ko: '가중치 N(0, 0.01²)' }, isKept: false },
  { value: 'inputs', label: { en: 'inputs of mean 3', ko: '평균이 3인 입력' }, isKept: false },
  { value: 'skip', label: { en: 'skip connections', ko: '건너뛰기 연결(skip connection)' }, isKept: false },
  { value: 'relu', label: { en: 'ReLU in place of SELU', ko: 'SELU 대신 ReLU' }, isKept: false },
  { value: 'elu', label: { en: 'ELU in place of SELU', ko: 'SELU 대신 ELU' }, isKept: false },
] as const satisfies readonly { readonly value: string; readonly label: Label; readonly isKept: boolean }[];

export type CaseName = (typeof cases)[number]['value'];

export const defaults = { case: 'dropout', rate: 0.2, depth: 20, units: 100, seed: 1 };

export const labelOf = (name: string): Label => cases.find(({ value }) => value === name)?.label ?? name;
export const isKept = (name: string): boolean => cases.find(({ value }) => value === name)?.isKept ?? false;
