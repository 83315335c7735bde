/** Fields that change what an adapter computes, and why one that sets them is not served. */
export const REFUSED_FIELDS: Readonly<Record<string, string>> = {
  use_dora: 'DoRA scales the columns of the base model’s own weights',
  modules_to_save: 'it replaces whole modules of the base model',
  lora_bias: 'it adds biases, which the engine does not',
  layer_replication: 'it makes a model with more layers than the base has',
  fan_in_fan_out: 'its weights are transposed, which no llama model’s are',
  trainable_token_indices: 'it changes embeddings',
  ensure_weight_tying: 'it changes embeddings',
  target_parameters: 'it changes parameters that are no linear layers',
  exclude_modules: 'what it leaves out is told by a pattern; its tensors should tell it',
  use_qalora: 'QA-LoRA pools the inputs',
  alora_invocation_tokens: 'an activated LoRA works on a part of the tokens only',
  arrow_config: 'Arrow routes between several adapters',
  kasa_config: 'KaSA changes the base model’s own weights',
  use_bdlora: 'its matrices are made of blocks',
  velora_config: 'VeLoRA is not known to be plain LoRA when it is served',
  monteclora_config: 'its weights are drawn anew at each step',
  corda_config: 'CorDA changes the base model’s own weights first',
  lora_ga_config: 'LoRA-GA changes the base model’s own weights first',
  loftq_config: 'LoftQ quantises the base model’s own weights first',
}

/** Fields that name Python classes or modules to import, each with the only value that names none beyond PEFT's own. */
export const CODE_FIELDS: Readonly<Record<string, string | undefined>> = {
  auto_mapping: undefined,
  megatron_config: undefined,
  megatron_core: 'megatron.core',
}

/** Fields that matter to training or to PEFT alone: they are left out. */
export const HARMLESS_FIELDS: readonly string[] = [
  'inference_mode',
  'lora_dropout',
  'peft_version',
  'eva_config',
  'qalora_group_size',
  'runtime_config',
]
