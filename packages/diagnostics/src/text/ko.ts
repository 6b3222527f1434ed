import type { Texts } from './texts.ts';

/** Korean. Sentences put particles behind nouns of their own, so that they do not depend on how a number or a name ends. */
export const ko: Texts = {
  findings: {
    'vanishing-gradient': {
      title: '기울기 소실(vanishing gradient)',
      why: {
        slope: (say) =>
          `활성화 함수의 최대 기울기가 ${say('steepest-slope')} 수준이고, 층을 지날 때마다 이 값이 그래디언트에 곱해집니다. 그래서 앞쪽 층이 거의 학습되지 않습니다`,
        'slope-and-saturation': (say) =>
          `활성화 함수의 최대 기울기가 ${say('steepest-slope')} 수준인 데다 출력의 ${say('saturated-share')} 정도가 포화되어 있고, 포화된 곳에서는 기울기가 0에 가깝습니다`,
        saturation: (say) =>
          `출력의 ${say('saturated-share')} 정도가 포화되어 있습니다. 그곳의 기울기는 0에 가깝고, 층을 지날 때마다 그 값이 그래디언트에 곱해집니다`,
        'dead-units': (say) =>
          `유닛의 ${say('dead-share')} 정도가 어떤 샘플에도 활성화되지 않아 그래디언트를 되돌려 보내지 못합니다`,
        'small-weights': (say) =>
          `가중치의 표준편차 ${say('weight-deviation')} 값은 그래디언트의 크기를 유지하는 데 알맞은 ${say('suitable-deviation')} 값보다 훨씬 작습니다. 그래서 층을 지날 때마다 그래디언트가 줄어듭니다`,
        depth: () => '층을 지날 때마다 그래디언트가 조금씩 줄어드는데 층이 많습니다',
      },
    },
    'exploding-gradient': {
      title: '기울기 폭주(exploding gradient)',
      why: {
        depth: (say) =>
          `역전파될 때 층마다 그래디언트가 커져서, 크기가 마지막 층의 ${say('gradient-ratio')}배까지 늘어납니다`,
        scale: (say) =>
          `그래디언트의 크기가 가중치의 ${say('gradient-to-weight')}배입니다. 보통 크기의 스텝으로도 가중치가 완전히 바뀌어 버립니다`,
        cliff: (say) => `그래디언트가 평소의 ${say('gradient-jump')}배로 튄 스텝이 있어 그동안 학습한 것을 망쳤습니다`,
      },
    },
    saturation: {
      title: '포화(saturation)',
      why: {
        inputs: (say) =>
          `입력이 평균 0, 표준편차 1과 거리가 멀어서 출력의 ${say('saturated-share')} 정도가 활성화 함수의 평평한 구간에 몰려 있습니다`,
        'large-weights': (say) =>
          `초기 가중치가 너무 커서 출력의 ${say('saturated-share')} 정도가 활성화 함수의 평평한 구간에 몰려 있습니다`,
        activation: (say) =>
          `출력의 ${say('saturated-share')} 정도가 활성화 함수의 평평한 구간에 있어 그래디언트를 되돌려 보내지 못합니다`,
        'learning-rate': (say) =>
          `스텝이 너무 커서 출력의 ${say('saturated-share')} 정도가 활성화 함수의 평평한 구간으로 밀려났고, 그곳에서는 돌아오기 어렵습니다`,
      },
    },
    'dying-relu': {
      title: '죽은 ReLU(dying ReLU)',
      why: {
        inputs: (say) =>
          `입력이 평균 0, 표준편차 1과 거리가 멀어서 유닛의 ${say('dead-share')} 정도가 모든 샘플에서 음수이고, 따라서 기울기가 0입니다`,
        initialization: (say) =>
          `유닛의 ${say('dead-share')} 정도가 처음부터 모든 샘플에서 음수입니다. 기울기가 0이므로 다시 살아나지 못합니다`,
        'learning-rate': (say) =>
          `스텝이 너무 커서 유닛의 ${say('dead-share')} 정도가 모든 샘플에서 음수가 되었습니다. 기울기가 0이므로 다시 살아나지 못합니다`,
      },
    },
    'initialization-too-small': {
      title: '너무 작은 초기 가중치',
      why: {
        only: (say) =>
          `가중치의 표준편차 ${say('weight-deviation')} 값이 알맞은 값 ${say('suitable-deviation')} 수준에 크게 못 미쳐 층마다 신호가 줄어듭니다. 마지막 은닉층에서 샘플 사이의 차이가 ${say('signal-deviation')} 정도밖에 남지 않습니다`,
      },
    },
    'initialization-too-large': {
      title: '너무 큰 초기 가중치',
      why: {
        only: (say) =>
          `가중치의 표준편차 ${say('weight-deviation')} 값이 신호의 크기를 유지하는 알맞은 값 ${say('suitable-deviation')} 수준보다 훨씬 큽니다`,
      },
    },
    'symmetric-initialization': {
      title: '대칭 초기화(symmetric initialization)',
      why: {
        zeros: () =>
          '모든 가중치가 0입니다. 모든 유닛이 같은 그래디언트를 받거나 전혀 받지 못하므로, 한 층이 유닛 하나만큼밖에 배우지 못합니다',
        constant: () =>
          '한 층의 모든 유닛이 같은 가중치로 시작해 같은 그래디언트를 받고 계속 똑같이 남습니다. 한 층이 유닛 하나만큼밖에 배우지 못합니다',
      },
    },
    'internal-covariate-shift': {
      title: '내부 공변량 변화(internal covariate shift)',
      why: {
        only: (say) =>
          `앞쪽 층이 변하면서 이 층에 들어오는 값의 평균이 관찰할 때마다 표준편차의 ${say('input-shift')}배씩 움직입니다. 층이 배우기보다 입력의 변화를 따라가기에 바쁩니다`,
      },
    },
    'not-finite': {
      title: 'NaN 또는 무한대',
      why: {
        input: () => '입력에 NaN 또는 무한대가 있어, 그로부터 계산되는 모든 값에 퍼집니다',
        target: () => '정답에 NaN 또는 무한대가 있어 손실도 그렇게 됩니다',
        activation: (say) => `스텝 ${say('step')}에서 층의 출력이 오버플로되어 그 뒤의 모든 값에 퍼졌습니다`,
        loss: (say) =>
          `스텝 ${say('step')}에서 층의 출력은 유한했지만 손실이 NaN 또는 무한대가 되었습니다. 0의 로그이거나 지수 함수의 값이 너무 큽니다`,
        gradient: (say) => `스텝 ${say('step')}에서 손실은 아직 유한했지만 그래디언트가 NaN 또는 무한대가 되었습니다`,
        weight: (say) =>
          `스텝 ${say('step')}에서 그래디언트는 유한했지만 가중치가 NaN 또는 무한대가 되었습니다. 스텝이 너무 컸습니다`,
      },
    },
    'learning-rate-too-high': {
      title: '너무 큰 학습률',
      why: {
        divergence: (say) =>
          `학습률이 ${say('learning-rate')}일 때 스텝이 골짜기를 넘어가 버립니다. 손실이 처음의 ${say('loss-ratio')}배까지 커졌습니다`,
        restless: (say) =>
          `학습률이 ${say('learning-rate')}일 때 스텝마다 가중치가 자기 크기의 ${say('update-to-weight')} 정도씩 바뀝니다. 보통은 0.1% 정도입니다`,
        'range-test': (say) =>
          `학습률 범위 테스트(range test)에서 학습률이 ${say('learning-rate')}일 때 손실이 커집니다`,
      },
    },
    'learning-rate-too-low': {
      title: '너무 작은 학습률',
      why: {
        crawling: (say) =>
          `학습률이 ${say('learning-rate')}일 때 스텝마다 가중치가 자기 크기의 ${say('update-to-weight')} 정도씩만 바뀝니다. 보통은 0.1% 정도입니다. 손실이 줄어들기는 하지만 매우 느립니다`,
        'range-test': (say) =>
          `학습률 범위 테스트(range test)에서 현재 학습률 ${say('learning-rate')}보다 큰 값일 때 손실이 훨씬 빨리 줄어듭니다`,
      },
    },
    plateau: {
      title: '정체(plateau)',
      why: {
        flat: (say) =>
          `손실이 무작정 찍을 때의 ${say('loss-to-baseline')} 수준에서 더 줄지 않습니다. 스텝이 나아가는 방향의 지형이 평평합니다`,
        bouncing: (say) =>
          `손실이 더 줄지 않고 ${say('loss-fluctuation')} 정도의 폭으로 오르내립니다. 골짜기 바닥에 비해 스텝이 너무 큽니다`,
      },
    },
    'noisy-gradients': {
      title: '잡음이 많은 그래디언트',
      why: {
        only: (say) =>
          `배치마다 샘플 수가 ${say('batch-size')}개뿐이라 그래디언트의 방향이 서로 어긋나고, 스텝이 대부분 상쇄됩니다`,
      },
    },
    overfitting: {
      title: '과적합(overfitting)',
      why: {
        'many-parameters': (say) =>
          `샘플보다 파라미터가 많아서, ${say('best-epoch')}번째 에폭 이후에는 샘플을 외웠습니다. 훈련 손실은 줄었지만 검증 손실은 커졌습니다`,
        'too-long': (say) =>
          `${say('best-epoch')}번째 에폭 이후에는 샘플을 외웠습니다. 훈련 손실은 줄었지만 검증 손실은 커졌습니다`,
      },
    },
    underfitting: {
      title: '과소적합(underfitting)',
      why: {
        'no-hidden-layer': () => '은닉층이 없으면 직선으로만 나눌 수 있는데, 이 데이터에는 그것으로 부족합니다',
        'too-few-units': (say) =>
          `가장 넓은 은닉층의 유닛이 ${say('units')}개뿐이라 데이터에 담긴 것을 표현하기에 부족합니다`,
        'stopped-early': (say) =>
          `${say('epochs')}에폭이 지났을 때 손실이 아직 줄고 있었습니다. 학습이 너무 일찍 끝났습니다`,
      },
    },
    'covariate-shift': {
      title: '공변량 변화(covariate shift)',
      why: {
        only: (say) =>
          `검증 입력이 훈련 입력에서 표준편차의 ${say('distribution-shift')}배만큼 떨어져 있습니다. 네트워크가 본 적 없는 것을 묻고 있습니다`,
      },
    },
    'useless-regularization': {
      title: '효과 없는 규제(regularization)',
      why: {
        only: (say) =>
          `벌점이 처음에 줄일 수 있던 손실의 ${say('penalty-share')} 정도뿐이라 과적합을 막기에 너무 약합니다`,
      },
    },
    'dominating-regularization': {
      title: '지나친 규제(regularization)',
      why: {
        collapse: () =>
          '벌점이 가중치를 0으로 끌어당겼습니다. 데이터를 배우는 것보다 가중치를 줄이는 것이 더 이득입니다',
        share: (say) =>
          `손실의 ${say('penalty-share')} 정도가 벌점입니다. 데이터를 배우는 것보다 가중치를 줄이는 것이 더 이득입니다`,
      },
    },
    'class-imbalance': {
      title: '클래스 불균형(class imbalance)',
      why: {
        only: (say) =>
          `가장 드문 클래스가 샘플의 ${say('rarest-share')} 정도뿐입니다. 네트워크가 이 클래스를 무시해도 거의 언제나 맞힐 수 있습니다`,
      },
    },
    'unexpected-initial-loss': {
      title: '예상과 다른 초기 손실',
      why: {
        weights: (say) =>
          `아무것도 모르는 네트워크의 손실은 ${say('expected-loss')} 정도인데, 이 네트워크의 초기 손실은 ${say('first-loss')}입니다. 첫 출력이 너무 큽니다`,
        targets: (say) =>
          `정답의 평균이 ${say('target-mean')}, 표준편차가 ${say('target-deviation')}입니다. 학습 초반을 0에서 그 값까지 가는 데 다 씁니다`,
      },
    },
    'inputs-not-standardized': {
      title: '표준화되지 않은 입력',
      why: {
        scale: (say) =>
          `초기 가중치는 크기가 1 정도인 입력에 맞추어져 있는데, 이 입력의 크기는 ${say('input-scale')}입니다. 층의 출력과 그래디언트도 그만큼 어긋납니다`,
        spread: (say) =>
          `특성에 따라 표준편차가 ${say('feature-spread')}배까지 차이 납니다. 가장 큰 특성이 결과를 좌우하고, 손실의 골짜기가 길고 좁아집니다`,
        shift: (say) =>
          `특성의 평균이 ${say('input-mean')} 근처로, 표준편차에 비해 0에서 멀리 떨어져 있습니다. 한 유닛의 모든 가중치가 같은 방향의 그래디언트를 받습니다`,
      },
    },
    'loss-and-output-differ': {
      title: '손실 함수와 출력의 불일치',
      why: {
        'softmax-into-logits': () =>
          '손실 함수가 스스로 softmax를 적용하는데 이미 확률을 받고 있습니다. softmax를 두 번 거치면 어떤 클래스도 확신할 수 없고 그래디언트가 작아집니다',
        'sigmoid-into-logits': () =>
          '손실 함수가 스스로 sigmoid를 적용하는데 이미 확률을 받고 있습니다. sigmoid를 두 번 거치면 모든 답이 0.5와 0.73 사이에 머뭅니다',
        'linear-into-probabilities': (say) =>
          `손실 함수는 확률을 받아야 하는데 출력의 범위가 ${say('output-smallest')}부터 ${say('output-largest')}까지입니다. 0과 1 밖에서는 손실이 평평해서 그래디언트가 흐르지 않습니다`,
        'rectified-output': () =>
          '마지막 층이 ReLU로 끝납니다. 음수여야 할 값이 0이 되고, 그곳에서는 그래디언트가 흐르지 않습니다',
        'sigmoid-of-exclusive-classes': (say) =>
          `클래스가 서로 배타적인데 sigmoid는 클래스마다 따로 답합니다. 출력의 합이 1이 아니라 ${say('output-sum')}입니다`,
        'single-softmax': () => '출력이 하나뿐인 softmax의 값은 가중치와 관계없이 언제나 1입니다',
        'targets-out-of-reach': () => '마지막 활성화 함수가 절대로 낼 수 없는 정답이 있습니다',
      },
    },
    'selu-conditions': {
      title: '조건이 갖추어지지 않은 SELU',
      why: {
        'other-layers': () =>
          'SELU는 밀집층(dense)으로만 이루어져야 평균 0, 분산 1을 유지하는데, 다른 종류의 층이 있습니다',
        'other-activations': () =>
          'SELU는 모든 은닉층에 써야 평균 0, 분산 1을 유지하는데, 다른 활성화 함수를 쓰는 은닉층이 있습니다',
        inputs: (say) =>
          `SELU는 입력이 평균 0, 분산 1이어야 그대로 유지합니다. 이 입력의 평균은 ${say('input-mean')}, 표준편차는 ${say('input-deviation')}입니다`,
        weights: (say) =>
          `SELU에는 표준편차가 1/√fan-in인 가중치가 필요합니다. 여기서는 ${say('suitable-deviation')}여야 하는데 ${say('weight-deviation')}입니다`,
        dropout: () =>
          '일반 드롭아웃은 SELU가 유지하는 평균과 분산을 바꿉니다. 알파 드롭아웃(alpha dropout)은 바꾸지 않습니다',
        'batch-normalization': () => 'SELU는 스스로 정규화하므로 배치 정규화(batch normalization)와 서로 방해가 됩니다',
        penalties: () => '가중치의 규제나 제약 조건은 SELU가 유지하는 분산을 바꿉니다',
        skips: () => '층을 건너뛰는 연결은 신호를 더하거나 이어 붙여 SELU가 유지하는 분산을 바꿉니다',
      },
    },
    'dropout-before-batch-normalization': {
      title: '배치 정규화 앞의 드롭아웃',
      why: {
        only: () =>
          '드롭아웃 때문에 훈련할 때의 분산이 예측할 때보다 큰데, 배치 정규화는 훈련할 때의 분산을 기억합니다. 그래서 예측값의 크기가 어긋납니다',
      },
    },
    'batch-not-learned': {
      title: '학습되지 않는 배치',
      why: {
        only: (say) =>
          `배치 하나로 여러 번 학습해도 손실이 ${say('batch-loss')}입니다. 정상적인 네트워크라면 배치 하나는 외울 수 있습니다`,
      },
    },
    'wrong-gradient': {
      title: '잘못된 그래디언트',
      why: {
        only: (say) => `그래디언트와 유한 차분의 차이가 ${say('gradient-error')}입니다. 직접 만든 미분이 틀렸습니다`,
      },
    },
  },
  measures: {
    'gradient-ratio': (value) => `그래디언트 크기가 마지막 층의 ${value}배`,
    'gradient-to-weight': (value) => `그래디언트 크기가 가중치의 ${value}배`,
    'gradient-jump': (value) => `가장 큰 그래디언트가 중앙값의 ${value}배`,
    'update-to-weight': (value) => `스텝마다 가중치의 변화 ${value}`,
    'saturated-share': (value) => `포화된 출력 ${value}`,
    'dead-share': (value) => `죽은 유닛 ${value}`,
    'steepest-slope': (value) => `최대 기울기 ${value}`,
    'signal-deviation': (value) => `마지막 은닉층 출력의 표준편차 ${value}`,
    'signal-growth': (value) => `신호가 ${value}배로 커짐`,
    'weight-deviation': (value) => `가중치의 표준편차 ${value}`,
    'suitable-deviation': (value) => `알맞은 표준편차 ${value}`,
    'unit-spread': (value) => `유닛 사이의 차이 ${value}`,
    'input-shift': (value) => `층 입력의 이동이 표준편차의 ${value}배`,
    'weight-shrinkage': (value) => `줄어든 가중치 크기 ${value}`,
    loss: (value) => `손실 ${value}`,
    'first-loss': (value) => `초기 손실 ${value}`,
    'expected-loss': (value) => `예상 손실 ${value}`,
    'baseline-loss': (value) => `무작정 찍을 때의 손실 ${value}`,
    'validation-loss': (value) => `검증 손실 ${value}`,
    'best-validation-loss': (value) => `가장 낮은 검증 손실 ${value}`,
    'best-epoch': (value) => `가장 좋은 에폭 ${value}`,
    'loss-ratio': (value) => `손실이 처음의 ${value}배로 커짐`,
    'loss-to-baseline': (value) => `손실이 무작정 찍을 때의 ${value}`,
    'loss-progress': (value) => `마지막 3분의 1 동안 손실의 감소 ${value}`,
    'late-progress': (value) => `후반의 감소량이 전반의 ${value}`,
    'loss-fluctuation': (value) => `배치 손실의 흔들림 ${value}`,
    'penalty-share': (value) => `손실 중 벌점의 비율 ${value}`,
    'generalization-gap': (value) => `검증 손실이 훈련 손실의 ${value}배`,
    'batch-loss': (value) => `배치의 손실 ${value}`,
    'gradient-agreement': (value) => `그래디언트의 일치도 ${value}`,
    'gradient-error': (value) => `그래디언트의 오차 ${value}`,
    'learning-rate': (value) => `학습률 ${value}`,
    'batch-size': (value) => `배치 크기 ${value}`,
    epochs: (value) => `${value}에폭`,
    units: (value) => `가장 넓은 은닉층의 유닛 ${value}개`,
    samples: (value) => `샘플 ${value}개`,
    features: (value) => `특성 ${value}개`,
    classes: (value) => `클래스 ${value}개`,
    'rarest-share': (value) => `가장 드문 클래스가 샘플의 ${value}`,
    'class-ratio': (value) => `가장 흔한 클래스가 가장 드문 클래스의 ${value}배`,
    'input-mean': (value) => `입력의 평균 ${value}`,
    'input-deviation': (value) => `입력의 표준편차 ${value}`,
    'input-scale': (value) => `입력의 크기 ${value}`,
    'feature-spread': (value) => `특성 사이의 표준편차 차이 ${value}배`,
    'target-smallest': (value) => `가장 작은 정답 ${value}`,
    'target-largest': (value) => `가장 큰 정답 ${value}`,
    'target-mean': (value) => `정답의 평균 ${value}`,
    'target-deviation': (value) => `정답의 표준편차 ${value}`,
    'distribution-shift': (value) => `검증 입력의 차이가 표준편차의 ${value}배`,
    step: (value) => `스텝 ${value}`,
    'output-sum': (value) => `출력의 합 ${value}`,
    'output-smallest': (value) => `가장 작은 출력 ${value}`,
    'output-largest': (value) => `가장 큰 출력 ${value}`,
    'non-finite-share': (value) => `NaN 또는 무한대의 비율 ${value}`,
  },
  remedies: {
    'he-initializer': 'He 초기화를 씁니다. ReLU 뒤에서 신호의 크기를 유지합니다',
    'glorot-initializer': 'Glorot(Xavier) 초기화를 씁니다. 순방향과 역방향 모두 신호의 크기를 유지합니다',
    'lecun-initializer': 'LeCun 초기화를 씁니다. SELU에 필요합니다',
    'random-initializer': '가중치를 무작위로 초기화해 유닛이 서로 다르게 시작하도록 합니다',
    selu: '모든 은닉층에 SELU를 씁니다',
    relu: '은닉층에 ReLU를 씁니다. 활성화된 곳의 기울기가 1입니다',
    'leaky-relu': 'leaky ReLU를 씁니다. 음수 구간에서도 그래디언트가 흐릅니다',
    'batch-normalization': '선형 변환과 활성화 함수 사이에 배치 정규화(batch normalization)를 넣습니다',
    'remove-batch-normalization': '배치 정규화를 뺍니다',
    'larger-batch': '배치를 키워 그래디언트를 더 많은 샘플에 대해 평균합니다',
    'clip-gradients': '그래디언트의 크기를 제한합니다(gradient clipping)',
    'lower-learning-rate': '학습률을 낮춥니다',
    'raise-learning-rate': '학습률을 높입니다',
    'schedule-learning-rate': '학습이 진행될수록 학습률을 줄입니다',
    adam: '파라미터마다 스텝의 크기를 조절하는 Adam을 씁니다',
    momentum: '평평한 곳을 지나가도록 모멘텀(momentum)을 더합니다',
    'standardize-inputs': '특성마다 평균 0, 표준편차 1로 표준화합니다',
    'standardize-targets': '정답을 평균 0, 표준편차 1로 표준화합니다',
    'remove-non-finite-samples': 'NaN 또는 무한대가 있는 샘플을 뺍니다',
    'more-units': '은닉층의 유닛을 늘립니다',
    'more-epochs': '더 오래 학습합니다',
    'more-data': '데이터를 더 모읍니다',
    augment: '클래스가 바뀌지 않는 범위에서 이미지를 무작위로 변형합니다(augmentation)',
    dropout: '훈련할 때 유닛을 무작위로 끕니다(dropout)',
    l2: '큰 가중치에 벌점을 줍니다(L2 규제)',
    'early-stopping': '검증 손실이 가장 낮은 곳에서 멈춥니다(조기 종료)',
    'weaker-regularization': '규제를 약하게 합니다',
    'stronger-regularization': '규제를 강하게 합니다',
    'shuffle-before-split': '나누기 전에 섞어 훈련 데이터와 검증 데이터의 분포를 같게 합니다',
    'class-weights': '드문 클래스의 비중을 높입니다',
    'loss-from-logits': '손실 함수가 로짓(logits)을 받게 합니다. 오버플로가 일어나지 않습니다',
    'loss-from-probabilities': '손실 함수가 확률을 받게 합니다',
    'softmax-output':
      '마지막 층이 확률을 내게 합니다. softmax를 쓰고, 서로 배타적이지 않은 클래스에는 sigmoid를 씁니다',
    'linear-output': '마지막 층에 활성화 함수를 쓰지 않습니다',
    'dropout-after-batch-normalization': '드롭아웃을 배치 정규화 뒤로 옮깁니다',
    'alpha-dropout': '평균과 분산을 유지하는 알파 드롭아웃(alpha dropout)을 씁니다',
    'check-gradients': '미분을 유한 차분과 비교합니다',
  },
  severities: { problem: '문제', warning: '경고', note: '참고' },
  above: (limit) => `기준: ${limit} 이하`,
  below: (limit) => `기준: ${limit} 이상`,
  layers: (names) => `층 ${names}`,
  andMore: (count) => `외 ${count}개`,
  why: '이유',
  try: '해결',
  hence: '따라서',
  or: '또는',
  nothing: '문제를 찾지 못했습니다',
};
