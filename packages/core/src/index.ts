/**
 * Every storage behind one small contract, and a sync engine with no global state.
 *
 * @packageDocumentation
 */
export * from './backend.js'
