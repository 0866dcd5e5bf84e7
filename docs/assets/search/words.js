/**
 * What a reader types, and what a page says, as the terms that the search compares: names split and
 * kept whole, endings taken off, words that everyone uses left out, and those that mean the same
 * made one. A "not" stays: "does not fall" is not "falls". Both sides go through here, so neither
 * needs to know.
 */
import { stemmer } from "./stemmer.js";

const STOP = new Set(
  [
    "a about actually after again all also although am an and any anyone anything appear appears",
    "are as at be because been before being best between both but by can confused could did do",
    "does doing during each even ever every everything exactly explain explained explains",
    "explanation few find fine from get gets getting give given gives go goes going got had happen",
    "happening happens has have having help here hey hi how however i id if im in instead into is",
    "it its itself ive just keep keeps kind like look make makes making may me might more most",
    "much must my need needed new nice nor now of off ok on once one only or other our out over",
    "own please possible problem properly py pytorch question quite really right runtime",
    "runtimeerror say says see seem seems she should show so some someone something still such",
    "sure than thank thanks that the their them then there these they thing things this those",
    "though to too torch tried try trying under understand understanding until us use used using",
    "usually valueerror very want was way we well went were what whats when where whether which",
    "while who whole whose why will wise with within work working works would yes yet you your",
  ].flatMap((line) => line.split(" ")),
);

/**
 * The first of each row stands for the others, whatever their endings. `learn+rate` are two words.
 * @type {Map<string, string[]>}
 */
const SAME = new Map(
  [
    "accumulate: cumulate",
    "accuracy: acc",
    "average: avg mean",
    "average+squared+error: mse",
    "batch: minibatch",
    "change: update move",
    "clip: clamp",
    "cross+entropy: crossentropy ce",
    "ddp: distributed distributeddataparallel dataparallel multigpu gpus",
    "derivative: differentiate differentiable",
    "double: duplicate twice",
    "explode: diverge divergence explosion blow",
    "fall: decrease drop decline diminish descend descent reduce",
    "freeze: froze frozen",
    "gan: generator discriminator adversarial",
    "gradient: grad",
    "greater: above beyond bigger exceed higher larger",
    "grow: rise increase climb up",
    "held: validation val valid holdout unseen test",
    "image: picture photo",
    "infinite: inf infinity",
    "initialize: init initialise initialisation",
    "label: target groundtruth",
    "large: huge big enormous",
    "learn+rate: lr",
    "not: arent cannot cant couldnt didnt doesnt dont hasnt havent isnt shouldnt wasnt wont wouldnt",
    "not: fail failed fails never no unable without",
    "optimizer: optimiser",
    "overfit: memorize",
    "parameter: param",
    "precision: amp autocast fp16 float16",
    "reinforcement: rl dqn ppo",
    "resume: continue",
    "rnn: lstm gru recurrent",
    "same: unchanged constant stuck plateau stagnate stagnant flat stay remain",
    "same: identical regardless whatever",
    "sample: example",
    "scale: normalize normalise standardize standardise unnormalized",
    "seed: reproduce reproducible deterministic determinism nondeterministic random",
    "small: tiny",
    "swing: oscillate fluctuate bounce zigzag unstable instability noisy",
    "transformer: bert gpt",
    "tune: finetune finetuning",
  ].flatMap((row) => {
    const [first, others] = row.split(": ");
    const terms = first.split("+").map(stemmer);
    return others.split(" ").map((word) => /** @type {[string, string[]]} */ ([stemmer(word), terms]));
  }),
);

/**
 * The words of a text, in order. A name comes whole, and then as what it is made of:
 * `nn.CrossEntropyLoss` is crossentropyloss, cross, entropy and loss.
 * @param {string} text
 */
export function wordsOf(text) {
  return text
    .replace(/[’ʼ]/g, "'")
    // What is seen is often a 0 or a 1; other numbers say nothing. It is not "zero", as in zero_grad.
    .replace(/(?<![\d.])0(\.0+)?(?![\d.])/g, " nought ")
    .replace(/(?<![\d.])1(\.0+)?(?![\d.])|100 ?(%|percent)/g, " unity ")
    .split(/[^\p{L}\p{N}_.']+/u)
    .flatMap((chunk) => chunk.split("."))
    .flatMap((name) => {
      const plain = name.replace(/'s$|'/g, "").replace(/^_+|_+$/g, "");
      const parts = plain.split("_").flatMap(camels);
      return parts.length > 1 ? [plain, ...parts] : parts;
    })
    .filter((word) => word.length > 1 && !/^\d+$/.test(word));
}

/**
 * `GradScaler` is two words; `NaN` and `AdamW` are one.
 * @param {string} name
 */
function camels(name) {
  const parts = name.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2").split(" ");
  return parts.every((part) => part.length > 1) ? parts : [name];
}

/**
 * What a word counts as; nothing if it says nothing.
 * @param {string} word
 */
export function termsOf(word) {
  const lower = word.toLowerCase();
  if (STOP.has(lower)) return null;
  if (lower.includes("_")) return lower;
  const stem = stemmer(lower);
  return SAME.get(stem) ?? stem;
}
