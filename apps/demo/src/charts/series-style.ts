/** Ways of drawing a point; lines of different colour also have different points. */
const markers = ['circle', 'square', 'triangle', 'diamond', 'cross', 'ring', 'star', 'bar'] as const;
export type Marker = (typeof markers)[number];

/** How one line is told from others, in colours or without. */
export interface SeriesStyle {
  /** Of the theme's series. */
  readonly color: number;
  readonly marker: Marker;
  /** Lengths of dashes and gaps; empty for a line without gaps. */
  readonly dash: readonly number[];
}

/** The style of the group with an index; the second eight have dots between their dashes, and other points for their colours. */
export function styleOf(group: number, dashed = false): SeriesStyle {
  const second = Math.floor(group / markers.length) % 2 === 1;
  return {
    color: group % markers.length,
    marker: markers[(group + 3 * Math.floor(group / markers.length)) % markers.length],
    dash: dashed ? (second ? [2, 3] : [6, 4]) : second ? [8, 3, 2, 3] : [],
  };
}

/** Draws a point of radius about `size` around a place. */
export function drawMarker(path: CanvasRenderingContext2D, marker: Marker, x: number, y: number, size: number): void {
  path.beginPath();
  switch (marker) {
    case 'circle':
      path.arc(x, y, size, 0, 2 * Math.PI);
      path.fill();
      return;
    case 'ring':
      path.arc(x, y, size, 0, 2 * Math.PI);
      path.stroke();
      return;
    case 'square':
      path.fillRect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
      return;
    case 'bar':
      path.fillRect(x - size * 0.4, y - size * 1.3, size * 0.8, size * 2.6);
      return;
    case 'triangle':
      polygon(path, x, y + size * 0.2, [0, -1.2, 1.1, 0.8, -1.1, 0.8], size);
      return;
    case 'diamond':
      polygon(path, x, y, [0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0], size);
      return;
    case 'star':
      polygon(path, x, y, [0, -1.5, 0.4, -0.4, 1.5, 0, 0.4, 0.4, 0, 1.5, -0.4, 0.4, -1.5, 0, -0.4, -0.4], size);
      return;
    case 'cross':
      path.moveTo(x - size, y - size);
      path.lineTo(x + size, y + size);
      path.moveTo(x + size, y - size);
      path.lineTo(x - size, y + size);
      path.stroke();
  }
}

function polygon(path: CanvasRenderingContext2D, x: number, y: number, corners: readonly number[], size: number): void {
  for (let i = 0; i < corners.length; i += 2) path.lineTo(x + corners[i] * size, y + corners[i + 1] * size);
  path.closePath();
  path.fill();
}
