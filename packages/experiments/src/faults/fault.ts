import type { FindingName } from '@gradkit/diagnostics/report';
import type { Recipe } from '../recipe/recipe.ts';

/** What networks of one kind of data are trained with, so that nothing is wrong. */
export interface Subject {
  readonly name: string;
  readonly recipe: Recipe;
}

/** A mistake in a recipe, and what the doctor should say about it. */
export interface Fault {
  readonly name: string;
  /** The words of the recipe that are wrong. */
  change(recipe: Recipe): Partial<Recipe>;
  /** The finding that names it. */
  readonly finding: FindingName;
  /**
   * A layer that must be among those that the finding is about, by its number among the layers with weights, from 0 at the input
   * and −1 at the output; undefined where the finding is about the whole.
   */
  readonly layer?: number;
  /** What a validation loss is a mean over, to see whether a cure helps; default `samples`. */
  readonly judgedBy?: 'samples' | 'classes';
  /** Whether it costs less than seeds differ by, so that a cure shows in no single run; default false. */
  readonly isSlight?: boolean;
  /** Names of subjects that the mistake does not harm; default none. */
  readonly harmless?: readonly string[];
}
