import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { eventRecord } from '../src/event-records.ts';
import { golden } from './callbacks-golden.ts';

describe('eventRecord', () => {
  it.each(golden.events)('is the record that TensorBoard writes: $event', ({ event, record }) => {
    expect(Buffer.from(eventRecord(event)).toString('base64')).toBe(record);
  });
});
