/** `Disposable` of `@azure/functions-core`: undoes a registration, once. */
export class Disposable {
  #undo: (() => unknown) | undefined;

  constructor(undo: () => unknown) {
    this.#undo = undo;
  }

  static from(...disposables: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }

  dispose(): unknown {
    const undo = this.#undo;
    this.#undo = undefined;
    return undo?.();
  }
}
