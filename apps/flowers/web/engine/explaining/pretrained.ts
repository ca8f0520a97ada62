/** The pretrained network, whose features of the imported pictures those of a photo are compared with. */
import type * as tf from "@tensorflow/tfjs";
import { pretrainedNetwork } from "../transfer/pretrained-network";

let network: Promise<tf.LayersModel> | null = null;

/** Loaded when it is first asked, and kept. */
export function pretrained(): Promise<tf.LayersModel> {
  if (network === null) {
    network = pretrainedNetwork();
    network.catch(() => (network = null));
  }
  return network;
}
