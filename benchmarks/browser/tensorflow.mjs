// The network in TensorFlow.js, each layer in the one fused operation it has for it; channels last, as it wants them.

import * as tf from '@tensorflow/tfjs-core';
import { architecture } from '../../web/src/net/cnn/architecture.ts';

const { conv1, conv2, fc1, fc2 } = architecture;

/** Returns a function from a picture to its probabilities, on whichever backend is set. */
export function createTensorflowNetwork(weights) {
  const kernels = ({ weight }, { channels, inputChannels, kernel }) =>
    tf.tidy(() => tf.transpose(tf.tensor4d(weight, [channels, inputChannels, kernel, kernel]), [2, 3, 1, 0]));
  const bias = ({ bias }) => tf.tensor1d(bias);
  const side = conv2.pooledWidth;
  const layers = {
    kernels1: kernels(weights.conv1, conv1),
    bias1: bias(weights.conv1),
    kernels2: kernels(weights.conv2, conv2),
    bias2: bias(weights.conv2),
    // Flattening is (row, column, channel) here.
    matrix1: tf.tidy(() =>
      tf.reshape(tf.transpose(tf.tensor4d(weights.fc1.weight, [fc1.units, conv2.channels, side, side]), [2, 3, 1, 0]), [
        fc1.inputs,
        fc1.units,
      ]),
    ),
    bias3: bias(weights.fc1),
    matrix2: tf.tidy(() => tf.transpose(tf.tensor2d(weights.fc2.weight, [fc2.units, fc2.inputs]))),
    bias4: bias(weights.fc2),
  };
  const convolve = (x, filter, bias) =>
    tf.maxPool(tf.fused.conv2d({ x, filter, bias, strides: 1, pad: 'valid', activation: 'relu' }), 2, 2, 'valid');
  return (input) =>
    tf.tidy(() => {
      const picture = tf.tensor4d(input, [1, conv1.inputHeight, conv1.inputWidth, 1]);
      const maps = convolve(convolve(picture, layers.kernels1, layers.bias1), layers.kernels2, layers.bias2);
      const a = tf.reshape(maps, [1, fc1.inputs]);
      const units = tf.fused.matMul({ a, b: layers.matrix1, bias: layers.bias3, activation: 'relu' });
      return tf.softmax(tf.fused.matMul({ a: units, b: layers.matrix2, bias: layers.bias4 })).dataSync();
    });
}
