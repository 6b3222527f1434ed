import { runOf } from 'experiments/runs';
import { type Channel, serveRuns } from './serve-runs.ts';

serveRuns(self as unknown as Channel, runOf);
