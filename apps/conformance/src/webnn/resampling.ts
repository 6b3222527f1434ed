import { range } from '../compositions/positions.ts';
import { interpolation, linearKernel, pick, resample } from '../compositions/resampling.ts';
import type { Adaptors } from '../suite/adaptor.ts';

/** Functions that change the number of samples. */
export const resampling: Adaptors = {
  resample2d: (call) => {
    const x = call.input('input');
    const axes = call.numbers('axes', [2, 3]);
    const [sizes, scales, mode] = [
      call.numbers('sizes'),
      call.numbers('scales', [1, 1]),
      call.text('mode', 'nearest-neighbor'),
    ];
    return axes.reduce((part, axis, i) => {
      const extent = x.shape[axis] as number;
      const wanted = sizes?.[i] ?? Math.floor(extent * (scales[i] as number));
      const places = range(0, wanted, 1).map((at) => ((at + 0.5) * extent) / wanted - 0.5);
      if (mode === 'nearest-neighbor') return pick(part, axis, places, (place) => Math.ceil(place - 0.5));
      return resample(part, axis, interpolation(places, extent, linearKernel, 1, true));
    }, x);
  },
};
