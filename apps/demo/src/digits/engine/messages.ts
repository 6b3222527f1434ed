import type { DigitAnswer, DigitProgress, DigitSettings } from './digit-network.ts';

/** From the page to the worker. */
export type DigitOrder =
  | { readonly type: 'train'; readonly run: number; readonly settings: DigitSettings; readonly epochs: number }
  /** Asks what the network says of an image; while it trains, the last image is asked about after every epoch. */
  | { readonly type: 'ask'; readonly image: Float32Array };

/** From the worker to the page. */
export type DigitNotice =
  | {
      readonly type: 'progress';
      readonly run: number;
      readonly progress: DigitProgress;
      /** Milliseconds of training so far. */
      readonly time: number;
      readonly isDone: boolean;
    }
  | { readonly type: 'answer'; readonly run: number; readonly answer: DigitAnswer }
  | { readonly type: 'error'; readonly run: number; readonly message: string };
