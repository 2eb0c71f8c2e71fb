import { hash } from 'node:crypto'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  type DeleteObjectsCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { deletion } from './deletion.js'
import { readListing } from './list-answer.js'
import type { WireRequest } from './transport.js'
import { type Element, isNamed, parseXml, textIn } from './xml-tree.js'

const MEBIBYTE = 1024 ** 2
/** Bytes that one listed key can take: its name, each byte encoded, and what is told of it. */
const LONGEST_LISTED_KEY = 4096

/** An operation that is asked for so often that it is answered without the SDK's pipeline. */
export interface HotOperation {
  /** The method of the SDK's client that asks for it. */
  readonly name: 'putObject' | 'uploadPart' | 'getObject' | 'headObject' | 'deleteObject' | 'copyObject' | 'deleteObjects' | ListName
  readonly method: WireRequest['method']
  /** Parameters that make a request this operation. */
  readonly query?: Readonly<Record<string, string>>
  /** What is sent as the body, made of the input. Undefined: something that is left to the SDK. */
  body?(input: Readonly<Record<string, unknown>>): { readonly bytes: Uint8Array; readonly md5?: string } | undefined
  readonly streams?: boolean
  /** It carries the content of a whole object, or asks for it. */
  readonly content?: 'upload' | 'download'
  /** Bytes that its answer may have. */
  limit?(input: Readonly<Record<string, unknown>>): number
  /** What the body of the answer adds to its headers. */
  read?(body: Buffer): object
  /** The members of its answer come from the headers of one object. */
  readonly tellsOfObject: boolean
}

type ListName = 'listObjects' | 'listObjectsV2'

const bytesOfInput: HotOperation['body'] = ({ Body }) => (Body instanceof Uint8Array ? { bytes: Body } : undefined)

const list = (name: ListName, query: Readonly<Record<string, string>>): HotOperation => ({
  name,
  method: 'GET',
  query,
  tellsOfObject: false,
  limit: ({ MaxKeys }) => MEBIBYTE + Math.max(1000, Number(MaxKeys) || 0) * LONGEST_LISTED_KEY,
  read: readListing,
})

/** A class of the SDK: what is asked of a service, as an object. */
type Command = new (input: never) => object

/** The operations by the commands of the SDK that ask for them. */
export const HOT_OPERATIONS: ReadonlyMap<Command, HotOperation> = new Map<Command, HotOperation>([
  [PutObjectCommand, { name: 'putObject', method: 'PUT', body: bytesOfInput, content: 'upload', tellsOfObject: true }],
  [UploadPartCommand, { name: 'uploadPart', method: 'PUT', body: bytesOfInput, tellsOfObject: true }],
  [GetObjectCommand, { name: 'getObject', method: 'GET', streams: true, content: 'download', tellsOfObject: true }],
  [HeadObjectCommand, { name: 'headObject', method: 'HEAD', tellsOfObject: true }],
  [DeleteObjectCommand, { name: 'deleteObject', method: 'DELETE', tellsOfObject: true }],
  [CopyObjectCommand, { name: 'copyObject', method: 'PUT', tellsOfObject: true, read: readCopy }],
  [
    DeleteObjectsCommand,
    { name: 'deleteObjects', method: 'POST', query: { delete: '' }, body: deletionOf, tellsOfObject: false, read: readDeletion },
  ],
  [ListObjectsCommand, list('listObjects', {})],
  [ListObjectsV2Command, list('listObjectsV2', { 'list-type': '2' })],
])

function readCopy(body: Buffer): object {
  const result = parseXml(body)
  const time = textIn(result, 'LastModified')
  return { CopyObjectResult: { ETag: textIn(result, 'ETag'), LastModified: time === undefined ? undefined : new Date(time) } }
}

function deletionOf(input: Readonly<Record<string, unknown>>) {
  const bytes = deletion((input as Partial<DeleteObjectsCommandInput>).Delete)
  return bytes === undefined ? undefined : { bytes, md5: hash('md5', bytes, 'base64') }
}

function readDeletion(body: Buffer): object {
  const { children } = parseXml(body)
  const named = (name: string) => children.filter((element) => isNamed(element, name))
  const fields = (element: Element, ...names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, textIn(element, name)] as const).filter(([, text]) => text !== undefined))
  return {
    Deleted: named('Deleted').map((element) => fields(element, 'Key', 'VersionId')),
    Errors: named('Error').map((element) => fields(element, 'Key', 'VersionId', 'Code', 'Message')),
  }
}

/** The fields that an answer of the service which refuses has, as the SDK tells them. */
export type Refusal = Pick<S3ServiceException, 'name' | 'message'> & { readonly Code?: string; readonly Region?: string }

/** What a refusing answer says; without a body that says something, only what its status does. */
export function refusalOf(status: number, body: Buffer): Refusal {
  const error = errorIn(body)
  const code = error && textIn(error, 'Code')
  if (error === undefined || code === undefined) return { name: status === 404 ? 'NotFound' : 'UnknownError', message: 'UnknownError' }
  const region = textIn(error, 'Region')
  return {
    name: code,
    Code: code,
    message: textIn(error, 'Message') ?? 'UnknownError',
    ...(region === undefined ? {} : { Region: region }),
  }
}

/** Whether the answer to a good request is a refusal all the same: copies and deletions are answered before they are done. */
export function refusesLate(body: Buffer): boolean {
  return body.includes('<Error>') && errorIn(body) !== undefined
}

function errorIn(body: Buffer): Element | undefined {
  if (body.byteLength === 0) return undefined
  try {
    const root = parseXml(body)
    return isNamed(root, 'Error') ? root : undefined
  } catch {
    return undefined // a page of a gateway, say
  }
}
