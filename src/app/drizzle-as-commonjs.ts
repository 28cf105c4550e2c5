import { registerHooks } from 'node:module';

/**
 * drizzle-orm's ES modules import each other in circles, over which Node's loader spends 0.4 s and 120 MB that it gives
 * back late; its CommonJS files, the same code, take neither. To be called in each thread before anything is imported:
 * a worker does not inherit hooks.
 */
export const loadDrizzleAsCommonJs = (): void => {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(
        specifier,
        /^drizzle-orm(\/|$)/.test(specifier)
          ? {
              ...context,
              conditions: context.conditions.map((name) => (name === 'import' ? 'require' : name)),
            }
          : context,
      ),
  });
};
