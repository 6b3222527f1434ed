import { remember, remembered } from './memory.ts';

/** `system`: as the device is set. */
export type Theme = 'system' | 'light' | 'dark';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** What was chosen last. */
export function currentTheme(): Theme {
  return themes.find((theme) => theme === remembered('theme')) ?? 'system';
}

/** Sets the theme, and keeps it for the next visit. */
export function setTheme(theme: Theme): void {
  remember('theme', theme === 'system' ? undefined : theme);
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme);
}

/** Calls when colours change, by choice or by the device. */
export function watchTheme(changed: () => void): () => void {
  const device = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  device.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    device.removeEventListener('change', changed);
  };
}
