import { type DigitChannel, serveDigits } from './serve-digits.ts';

serveDigits(self as unknown as DigitChannel);
