/** Marks the environment of a process that ends together with the one that started it. */
export const guardVariable = 'APP_MODEL_ENDS_WITH_PARENT';
