/** How a shell calls a model: ready to be copied, but for the key. */
export function curlUsage(origin: string, model: string): string {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] })
  return `curl ${origin}/v1/chat/completions \\
  -H "Authorization: Bearer $OPENLEDGER_KEY" \\
  -H "Content-Type: application/json" \\
  -d '${body}'`
}

/** The same with the stock OpenAI client. */
export function openAiUsage(origin: string, model: string): string {
  return `from openai import OpenAI

client = OpenAI(base_url="${origin}/v1", api_key=OPENLEDGER_KEY)
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`
}
