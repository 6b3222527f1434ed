import * as activations from '@gradkit/activations';
import * as autograd from '@gradkit/autograd';
import * as core from '@gradkit/core';
import * as data from '@gradkit/data';
import * as diagnostics from '@gradkit/diagnostics';
import * as initializers from '@gradkit/initializers';
import * as layers from '@gradkit/layers';
import * as losses from '@gradkit/losses';
import * as metrics from '@gradkit/metrics';
import * as optimizers from '@gradkit/optimizers';
import * as regularizers from '@gradkit/regularizers';
import * as secondOrder from '@gradkit/second-order';
import * as train from '@gradkit/train';
import { describe, expect, it } from 'vitest';
import * as gradkit from '../src/index.ts';

const all: Readonly<Record<string, unknown>> = gradkit;
const packages = {
  activations,
  autograd,
  data,
  diagnostics,
  initializers,
  layers,
  losses,
  metrics,
  optimizers,
  regularizers,
  secondOrder,
  train,
};

describe('gradkit', () => {
  /** Names of a package that mean something else here. */
  const hidden = (members: object): string[] =>
    Object.entries(members)
      .filter(([member, value]) => all[member] !== value)
      .map(([member]) => member)
      .sort();

  it('has every name of core, but for those that layers use as well: words of networks', () => {
    expect(hidden(core)).toEqual([
      'conv1d',
      'conv1dTranspose',
      'conv2d',
      'conv2dTranspose',
      'conv3d',
      'conv3dTranspose',
      'depthwiseConv1d',
      'depthwiseConv2d',
      'embedding',
      'flatten',
      'separableConv1d',
      'separableConv2d',
    ]);
    const factories = new Map<string, unknown>(Object.entries(layers));
    for (const name of hidden(core)) expect([name, all[name]]).toEqual([name, factories.get(name)]);
  });

  it('has every name of the other packages, but for those that core uses in another sense: words of arrays', () => {
    const missing = Object.entries(packages).flatMap(([name, members]) =>
      hidden(members).map((member) => `${name}.${member}`),
    );
    expect(missing.sort()).toEqual([
      'data.permutation',
      'initializers.ones',
      'initializers.truncatedNormal',
      'initializers.zeros',
      'layers.add',
      'layers.concatenate',
      'layers.maximum',
      'layers.minimum',
      'layers.reshape',
    ]);
  });

  it('has those in namespaces', () => {
    expect(gradkit.core).toEqual(core);
    expect(gradkit.data).toEqual(data);
    expect(gradkit.initializers).toEqual(initializers);
    expect(gradkit.layers).toEqual(layers);
  });
});
