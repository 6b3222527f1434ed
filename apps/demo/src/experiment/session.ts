import type { Config, Cure, Experiment, Frame } from 'experiments';
import { createRunClient, type RunClient } from '../worker/run-client.ts';
import type { Pace } from '../worker/run-messages.ts';

export type LaneName = 'set' | 'cured';
type LaneState = 'loading' | 'running' | 'paused' | 'done' | 'error';

/** One of the runs that stand side by side. */
export interface Lane {
  readonly name: LaneName;
  readonly config: Config;
  readonly state: LaneState;
  /** The moment that is shown. */
  readonly frame: Frame | undefined;
  /** The numbers of all moments that arrived, from the first on. */
  readonly moments: readonly Pick<Frame, 'progress' | 'measures'>[];
  readonly error: string | undefined;
}

/** The runs of an experiment: as it is set, and one that is cured. Each has a worker of its own. */
export interface Session {
  readonly experiment: Experiment;
  readonly config: Config;
  readonly cure: Cure | undefined;
  readonly lanes: readonly Lane[];
  /** Of all lanes together. */
  readonly state: LaneState;
  readonly pace: Pace;
  play(): void;
  pause(): void;
  step(): void;
  /** Back to the first moment. */
  reset(): void;
  setPace(pace: Pace): void;
  setConfig(config: Config): void;
  /** Shows what a cure changes, or ends the comparison. */
  compare(cure: Cure | undefined): void;
  dispose(): void;
}

interface Going {
  name: LaneName;
  config: Config;
  state: LaneState;
  frame: Frame | undefined;
  moments: Pick<Frame, 'progress' | 'measures'>[];
  /** Not shown yet, where little motion is wanted. */
  kept: Frame | undefined;
  error: string | undefined;
  client: RunClient;
}

const makeWorker = (): Worker =>
  new Worker(new URL('../worker/experiment-worker.ts', import.meta.url), { type: 'module' });

/** `still`: whether pictures change only when somebody asks for it. `changed` is called for whatever is to be shown. */
export function createSession(
  experiment: Experiment,
  start: { readonly config: Config; readonly cure: Cure | undefined },
  { still, changed }: { readonly still: boolean; readonly changed: () => void },
): Session {
  let { config, cure } = start;
  let pace: Pace = 'full';

  function makeLane(name: LaneName): Going {
    const listener = {
      frame(frame: Frame) {
        if (lane.state === 'loading') lane.state = 'running';
        lane.kept = frame;
        lane.moments.push({ progress: frame.progress, measures: frame.measures });
        // A run that waits has shown its last moment already: what is left is to hear that it is the last.
        if (lane.state === 'paused' && frame.progress >= 1) lane.client.step();
        if (still && lane.state === 'running' && lane.frame !== undefined) return;
        lane.frame = frame;
        changed();
      },
      done() {
        lane.state = 'done';
        lane.frame = lane.kept;
        changed();
      },
      error(message: string) {
        lane.state = 'error';
        lane.error = message;
        changed();
      },
    };
    const lane: Going = {
      name,
      config,
      state: 'loading',
      frame: undefined,
      moments: [],
      kept: undefined,
      error: undefined,
      client: createRunClient<Frame>(makeWorker, listener),
    };
    return lane;
  }

  const set = makeLane('set');
  let cured: Going | undefined;
  const lanes = (): Going[] => (cured === undefined ? [set] : [set, cured]);

  function begin(lane: Going, paused: boolean): void {
    lane.config = lane.name === 'set' ? config : { ...config, ...cure?.config };
    lane.state = paused ? 'paused' : 'loading';
    lane.error = undefined;
    lane.kept = undefined;
    lane.moments = [];
    lane.client.start(experiment.id, lane.config, { paused, pace });
  }

  function restart(paused: boolean): void {
    for (const lane of lanes()) begin(lane, paused);
    changed();
  }

  function state(): LaneState {
    const states = lanes().map((lane) => lane.state);
    for (const found of ['error', 'loading', 'running', 'paused'] as const) if (states.includes(found)) return found;
    return 'done';
  }

  function pauseAll(): void {
    for (const lane of lanes()) {
      if (lane.state !== 'running' && lane.state !== 'loading') continue;
      lane.client.pause();
      lane.state = 'paused';
      lane.frame = lane.kept ?? lane.frame;
    }
  }

  if (cure !== undefined) cured = makeLane('cured');
  for (const lane of lanes()) begin(lane, still);

  return {
    experiment,
    get config() {
      return config;
    },
    get cure() {
      return cure;
    },
    get lanes() {
      return lanes();
    },
    get state() {
      return state();
    },
    get pace() {
      return pace;
    },
    play() {
      if (state() !== 'paused') return restart(false);
      for (const lane of lanes()) {
        if (lane.state !== 'paused') continue;
        lane.client.resume();
        lane.state = 'running';
      }
      changed();
    },
    pause() {
      pauseAll();
      changed();
    },
    step() {
      const now = state();
      if (now === 'done' || now === 'error') return restart(true);
      pauseAll();
      for (const lane of lanes()) if (lane.state === 'paused') lane.client.step();
      changed();
    },
    reset() {
      restart(true);
    },
    setPace(next) {
      pace = next;
      for (const lane of lanes()) lane.client.setPace(next);
    },
    setConfig(next) {
      const paused = state() === 'paused';
      config = next;
      restart(paused);
    },
    compare(next) {
      cure = next;
      if (next === undefined) {
        cured?.client.dispose();
        cured = undefined;
        return changed();
      }
      const paused = state() === 'paused';
      cured ??= makeLane('cured');
      // Side by side from the first moment on: what one learns from it is how they part.
      restart(paused);
    },
    dispose() {
      for (const lane of lanes()) lane.client.dispose();
    },
  };
}
