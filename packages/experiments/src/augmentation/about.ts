import type { Cure, Experiment } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { percent } from '../short-number.ts';
import { type ChangeName, changeNames, changeOf, changes, defaults } from './changes.ts';
import { codeOf } from './code.ts';

export const augmentation: Experiment = {
  id: 'augmentation',
  group: 'generalization',
  title: { en: 'Augmentation', ko: '데이터 증강(augmentation)' },
  question: {
    en: 'When there are only a few samples, can one make more of them?',
    ko: '표본이 몇 개뿐일 때 표본을 더 만들어 낼 수 있습니까?',
  },
  claim: {
    en: 'Images that are shifted and rotated a little are new images with the same label: a network trained on them recognises digits that are not quite in their place, where one that saw each image only as it is fails. Changes must leave labels right: an upside-down 6 is a 9, and flips make a network worse.',
    ko: '조금 옮기고 돌린 이미지는 정답이 같은 새 이미지입니다. 이런 이미지로 훈련한 신경망은 제자리에서 조금 벗어난 숫자도 알아보지만, 원본만 본 신경망은 그러지 못합니다. 단, 바꾸어도 정답이 그대로여야 합니다. 뒤집힌 6은 9이므로, 뒤집기는 신경망을 더 나쁘게 만듭니다.',
  },
  explanation: [
    {
      en: 'A few handwritten digits of 8 × 8 pixels, all of them centred. Three networks with the same first weights see them as they are, shifted and rotated anew in every epoch, or flipped in both directions with probability ½ each. All are judged on 500 other digits: as they are, moved by random amounts of the same size, and on the sixes and nines among them.',
      ko: '모두 가운데에 놓인 8 × 8 픽셀의 손글씨 숫자 몇 장을 씁니다. 초깃값이 같은 신경망 세 개가 각각 원본 그대로, 에포크마다 새로 옮기고 돌린 것, 가로세로로 각각 확률 ½로 뒤집은 것을 봅니다. 다른 숫자 500장으로 평가하되, 원본 그대로, 같은 크기로 무작위로 움직인 것, 그 가운데 6과 9만 모은 것을 따로 봅니다.',
    },
    {
      en: 'Augmentation teaches what it shows, not more: on digits that are all centred it makes little difference, since those vary in other ways. It is worth what the changes have in common with what will come.',
      ko: '증강은 보여 준 것만 가르칩니다. 모두 가운데에 놓인 숫자에서는 차이가 거의 없습니다. 그 숫자들은 다른 방식으로 다르기 때문입니다. 증강의 가치는 앞으로 만날 데이터의 변화와 얼마나 닮았는지에 달려 있습니다.',
    },
  ],
  inventory: ['1.2.22', '1.2.33', '1.4.16'],
  source: 'Shorten and Khoshgoftaar, A survey on image data augmentation for deep learning, 2019',
  controls: [
    {
      key: 'augmentation',
      label: { en: 'Augmentation', ko: '증강' },
      kind: 'choice',
      choices: changeNames.map((value) => ({ value, label: changes[value] })),
    },
    {
      key: 'shift',
      label: { en: 'Largest shift', ko: '최대 이동' },
      hint: {
        en: 'As a share of the width; digits are 8 pixels wide.',
        ko: '너비에 대한 비율입니다. 숫자의 너비는 8픽셀입니다.',
      },
      kind: 'number',
      least: 0,
      most: 0.3,
      step: 0.05,
    },
    {
      key: 'rotation',
      label: { en: 'Largest rotation, in degrees', ko: '최대 회전(도)' },
      kind: 'number',
      least: 0,
      most: 45,
      step: 3,
    },
    {
      key: 'samples',
      label: { en: 'Training samples', ko: '훈련 표본 수' },
      kind: 'number',
      least: 32,
      most: 640,
      step: 32,
    },
    { key: 'epochs', label: { en: 'Epochs', ko: '에포크' }, kind: 'number', least: 2, most: 200, step: 2 },
    { key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, kind: 'number', least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures) {
    const of = (name: ChangeName, what: string): number => measures[`${name}.${what}`] ?? NaN;
    return (
      of('move', 'moved') > of('none', 'moved') + 0.05 &&
      of('flip', 'centred') < of('none', 'centred') - 0.02 &&
      of('flip', 'sixNine') < of('none', 'sixNine') - 0.02
    );
  },
  sees(measures, config) {
    const change = changeOf(settingsOf(defaults, config).augmentation);
    const of = (name: ChangeName, what: string): string => percent(measures[`${name}.${what}`] ?? NaN);
    const epoch = measures['epoch'] ?? 0;
    if (change === 'none') {
      return {
        en: `After ${epoch} epochs the network gets ${of('none', 'train')} of its training digits right, ${of('none', 'centred')} of others, and of moved ones ${of('none', 'moved')}.`,
        ko: `${epoch} 에포크 뒤 정확도는 훈련 숫자에서 ${of('none', 'train')}, 다른 숫자에서 ${of('none', 'centred')}, 움직인 숫자에서 ${of('none', 'moved')}입니다.`,
      };
    }
    if (change === 'move') {
      return {
        en: `After ${epoch} epochs with shifts and rotations the network gets ${of('move', 'moved')} of moved digits right, without them ${of('none', 'moved')}; of digits as they are ${of('move', 'centred')} and ${of('none', 'centred')}.`,
        ko: `옮기고 돌리며 ${epoch} 에포크를 훈련한 뒤 움직인 숫자의 정확도는 ${of('move', 'moved')}이고, 증강이 없으면 ${of('none', 'moved')}입니다. 원래 숫자에서는 각각 ${of('move', 'centred')}, ${of('none', 'centred')}입니다.`,
      };
    }
    return {
      en: `After ${epoch} epochs with flips the network gets ${of('flip', 'centred')} of other digits right, without flips ${of('none', 'centred')}; of sixes and nines ${of('flip', 'sixNine')} and ${of('none', 'sixNine')}.`,
      ko: `뒤집으며 ${epoch} 에포크를 훈련한 뒤 다른 숫자의 정확도는 ${of('flip', 'centred')}이고, 뒤집지 않으면 ${of('none', 'centred')}입니다. 6과 9에서는 각각 ${of('flip', 'sixNine')}, ${of('none', 'sixNine')}입니다.`,
    };
  },
  cures(config) {
    const move: Cure = { id: 'move', label: changes.move, config: { ...config, augmentation: 'move' } };
    return changeOf(settingsOf(defaults, config).augmentation) === 'move' ? [] : [move];
  },
  code: codeOf,
};
