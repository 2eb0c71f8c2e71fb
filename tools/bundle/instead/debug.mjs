import { format } from 'node:util'

/** In the place of the package `debug`, which takes 5 ms: with DEBUG set, what oclif does is told on standard error. */
export default (namespace) => (process.env.DEBUG ? (...args) => console.error(`${namespace} ${format(...args)}`) : () => {})
