import type { Language } from '@gradkit/diagnostics/report';
import type { Config, Control } from 'experiments';
import { text } from '../label.ts';
import { element } from '../page/element.ts';
import { parsedValue } from './config.ts';

type NumberControl = Extract<Control, { kind: 'number' }>;

/** More positions than this are too many for a slider: one writes the number. */
const mostPositions = 400;

/** Inputs for a configuration. */
export interface Controls {
  readonly element: HTMLElement;
  /** Shows a configuration that was set elsewhere. */
  set(config: Config): void;
}

interface Input {
  readonly element: HTMLElement;
  set(config: Config): void;
}

/** One input for each control that is not hidden; `changed` hears of a change by hand. */
export function createControls(
  controls: readonly Control[],
  {
    language,
    hidden,
    changed,
  }: {
    readonly language: Language;
    readonly hidden: ReadonlySet<string>;
    readonly changed: (change: Config) => void;
  },
): Controls {
  const inputs = controls
    .filter(({ key }) => !hidden.has(key))
    .map((control): Input => {
      const id = `control-${control.key}`;
      const hint = control.hint === undefined ? undefined : text(control.hint, language);
      const describedBy = hint === undefined ? undefined : `${id}-hint`;
      const make = { choice: choiceInput, number: numberInput, switch: switchInput }[control.kind] as (
        control: Control,
        id: string,
        describedBy: string | undefined,
      ) => Input;
      const input = make(control, id, describedBy);
      const label = element('label', { for: id }, [text(control.label, language)]);
      const parts =
        control.kind === 'switch'
          ? [element('div', { class: 'switch' }, [input.element, label])]
          : [label, input.element];
      const note = hint === undefined ? undefined : element('p', { id: `${id}-hint`, class: 'hint' }, [hint]);
      return { element: element('div', { class: 'control' }, [...parts, note]), set: input.set };
    });

  function choiceInput(control: Extract<Control, { kind: 'choice' }>, id: string, describedBy?: string): Input {
    const options = control.choices.map(({ value, label }) => element('option', { value }, [text(label, language)]));
    const select = element('select', { id, 'aria-describedby': describedBy }, options, {
      change: () => {
        const choice = control.choices.find(({ value }) => value === select.value);
        changed({ ...choice?.sets, [control.key]: select.value });
      },
    });
    return {
      element: select,
      set: (config) => {
        select.value = String(config[control.key]);
      },
    };
  }

  function switchInput(control: Control, id: string, describedBy?: string): Input {
    const box = element('input', { id, type: 'checkbox', role: 'switch', 'aria-describedby': describedBy }, [], {
      change: () => changed({ [control.key]: box.checked }),
    });
    return {
      element: box,
      set: (config) => {
        box.checked = config[control.key] === true;
      },
    };
  }

  function numberInput(control: NumberControl, id: string, describedBy?: string): Input {
    const { least, most, step, key } = control;
    const isLog = control.scale === 'log';
    const positions = Math.round(isLog ? Math.log(most / least) / Math.log(step) : (most - least) / step);
    const format = new Intl.NumberFormat(language, { maximumSignificantDigits: 3, useGrouping: false });
    const shown = (value: number): string =>
      isLog && (value < 1e-3 || value >= 1e5) ? value.toExponential(0).replace('e', '·10^') : format.format(value);

    if (positions > mostPositions) {
      const field = element(
        'input',
        { id, type: 'number', min: least, max: most, step, 'aria-describedby': describedBy },
        [],
        {
          change: () => {
            const value = parsedValue(control, field.value);
            if (value !== undefined) changed({ [key]: value });
          },
        },
      );
      return {
        element: field,
        set: (config) => {
          field.value = String(config[key]);
        },
      };
    }

    const valueAt = (position: number): number => {
      const value = isLog ? least * step ** position : least + step * position;
      // 0.1 + 0.2 is to be 0.3.
      return Math.min(most, Number(value.toPrecision(6)));
    };
    const positionOf = (value: number): number =>
      Math.round(isLog ? Math.log(value / least) / Math.log(step) : (value - least) / step);
    const output = element('output', { for: id, class: 'value' });
    const slider = element(
      'input',
      { id, type: 'range', min: 0, max: positions, step: 1, 'aria-describedby': describedBy },
      [],
      {
        input: () => {
          const value = valueAt(slider.valueAsNumber);
          show(value);
          changed({ [key]: value });
        },
      },
    );
    const show = (value: number): void => {
      output.textContent = shown(value);
      slider.setAttribute('aria-valuetext', shown(value));
    };
    return {
      element: element('div', { class: 'slider' }, [slider, output]),
      set: (config) => {
        const value = Number(config[key]);
        slider.valueAsNumber = positionOf(value);
        show(value);
      },
    };
  }

  return {
    element: element(
      'div',
      { class: 'controls' },
      inputs.map((input) => input.element),
    ),
    set(config) {
      for (const input of inputs) input.set(config);
    },
  };
}
