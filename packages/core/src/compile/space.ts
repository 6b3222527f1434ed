interface Gap {
  offset: number;
  bytes: number;
}

/** A stretch of memory without end, handed out in blocks: the smallest gap that fits. Neighbouring gaps merge. */
export class Space {
  /** Bytes up to the end of the last block that there ever was. */
  size = 0;
  #gaps: Gap[] = [{ offset: 0, bytes: Infinity }];

  take(bytes: number): number {
    const [best] = this.#gaps.filter((gap) => gap.bytes >= bytes).sort((a, b) => a.bytes - b.bytes) as [Gap];
    const { offset } = best;
    best.offset += bytes;
    best.bytes -= bytes;
    this.size = Math.max(this.size, best.offset);
    return offset;
  }

  give(offset: number, bytes: number): void {
    let merged = { offset, bytes };
    this.#gaps = this.#gaps.filter((gap) => {
      const isBefore = gap.offset + gap.bytes === merged.offset;
      const touches = isBefore || merged.offset + merged.bytes === gap.offset;
      if (touches) merged = { offset: isBefore ? gap.offset : merged.offset, bytes: gap.bytes + merged.bytes };
      return !touches && gap.bytes > 0;
    });
    this.#gaps.push(merged);
  }
}
