import { type PlaygroundChannel, servePlayground } from './serve-playground.ts';

servePlayground(self as unknown as PlaygroundChannel);
