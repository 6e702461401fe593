import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, generateText, jsonSchema, NoObjectGeneratedError, Output } from 'ai'
import { type Model, ModelError } from '../../src/ports/model.ts'

/** Any endpoint that speaks OpenAI's chat completions: a hosted one, or Ollama on this machine. */
export function openaiCompatible(options: {
  baseURL: string
  apiKey?: string | undefined
  model: string
  timeoutMs: number
}): Model {
  const provider = createOpenAICompatible({
    name: 'llm',
    baseURL: options.baseURL.replace(/\/+$/, ''),
    ...(options.apiKey !== undefined && { apiKey: options.apiKey }),
    supportsStructuredOutputs: true,
  })
  return {
    name: options.model,
    async answer({ instructions, prompt, schema }) {
      // The clock is the machine's: it measures a network, nothing the core decides by.
      const abortSignal = AbortSignal.timeout(options.timeoutMs)
      try {
        const { output } = await generateText({
          model: provider(options.model),
          instructions,
          prompt,
          output: Output.object({ schema: jsonSchema(schema) }),
          temperature: 0,
          // Retrying is the caller's choice: it has an answer of its own to fall back on.
          maxRetries: 0,
          abortSignal,
        })
        return output
      } catch (error) {
        throw modelError(error, abortSignal.aborted)
      }
    },
  }
}

/** The network's words are not repeated: they may quote the request. */
function modelError(error: unknown, timedOut: boolean): ModelError {
  if (timedOut)
    return new ModelError(
      'too-slow',
      'the model did not answer in time',
      'raise LLM_TIMEOUT_SECONDS or choose a faster LLM_MODEL',
    )
  if (APICallError.isInstance(error)) {
    const { statusCode } = error
    if (statusCode === 401 || statusCode === 403)
      return new ModelError('auth', `the endpoint refuses the key (HTTP ${statusCode})`, 'correct LLM_API_KEY')
    if (statusCode === 404)
      return new ModelError(
        'unknown-model',
        'the endpoint knows no such model or address (HTTP 404)',
        'check LLM_MODEL and LLM_BASE_URL (it usually ends in /v1)',
      )
    if (statusCode === 429)
      return new ModelError(
        'rate-limited',
        'the endpoint asks to slow down (HTTP 429)',
        'check its quota, or lower LLM_ASSESSMENTS_PER_DAY',
      )
    // An answer that is no JSON of the protocol comes as a call error with a good status.
    if (statusCode !== undefined && statusCode < 400)
      return new ModelError(
        'not-json',
        'the endpoint did not answer in its protocol',
        'check LLM_BASE_URL (it usually ends in /v1)',
      )
    if (statusCode !== undefined) return new ModelError('unavailable', `the endpoint failed (HTTP ${statusCode})`)
    return new ModelError(
      'unavailable',
      'the endpoint cannot be reached',
      'check LLM_BASE_URL and that the service is running',
    )
  }
  if (NoObjectGeneratedError.isInstance(error))
    return new ModelError(
      'not-json',
      'the model did not answer as it was asked to',
      'choose an LLM_MODEL that can follow a JSON schema',
    )
  return new ModelError(
    'unavailable',
    'the endpoint cannot be reached',
    'check LLM_BASE_URL and that the service is running',
  )
}
