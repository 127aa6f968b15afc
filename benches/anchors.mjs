// Follows the links of a record's evidence in Chromium, on local copies of the pages, and says which of them lead to the paragraph that
// holds the sentence: `node benches/anchors.mjs RECORD.json PAGES`, where PAGES holds `IDvN.html`. Takes Node 22, or 20 with
// `--experimental-websocket`; the variable CHROMIUM names another program than `chromium`.
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [record, pages] = process.argv.slice(2)
const port = 9322
const server = createServer((asked, answer) => {
  try {
    const page = readFileSync(join(pages, decodeURIComponent(asked.url.split('/').pop()) + '.html'))
    answer.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
  } catch { answer.writeHead(404).end() }
}).listen(0, '127.0.0.1')

const folder = mkdtempSync(join(tmpdir(), 'anchors-'))
const browser = spawn(process.env.CHROMIUM ?? 'chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--window-size=1200,800',
  `--user-data-dir=${folder}`, `--remote-debugging-port=${port}`, 'about:blank'], { stdio: 'ignore' })
const sleep = time => new Promise(done => setTimeout(done, time))

async function target() {
  for (let tries = 0; tries < 100; tries++) {
    try {
      const list = await (await fetch(`http://127.0.0.1:${port}/json`)).json()
      const page = list.find(one => one.type === 'page')
      if (page) return page.webSocketDebuggerUrl
    } catch {}
    await sleep(200)
  }
  throw new Error('Chromium does not start')
}

const socket = new WebSocket(await target())
await new Promise(done => socket.addEventListener('open', done))
const waiting = new Map()
socket.addEventListener('message', ({ data }) => {
  const { id, result } = JSON.parse(data)
  waiting.get(id)?.(result)
})
let number = 0
const call = (method, params = {}) => new Promise(done => {
  waiting.set(++number, done)
  socket.send(JSON.stringify({ id: number, method, params }))
})
const evaluate = async expression => (await call('Runtime.evaluate', { expression, returnByValue: true })).result?.value

// Letters and digits of what a reader sees; formulas read differently in a page and in a record.
const seen = `(() => {
  const plain = node => { const copy = node.cloneNode(true); copy.querySelectorAll('math, .ltx_note').forEach(one => one.remove()); return copy.textContent }
  const shown = [...document.querySelectorAll('.ltx_para, .ltx_p, .ltx_abstract p, li')].filter(node => {
    const { top, bottom } = node.getBoundingClientRect(); return bottom > 0 && top < innerHeight })
  return { target: document.querySelector(':target') ? plain(document.querySelector(':target')) : null, shown: shown.map(plain), moved: scrollY } })()`
const letters = text => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const bare = source => source.replace(/\$[^$]*\$/g, ' ')
// A sentence counts as held where nine of ten of its words are there: formulas are worded differently.
const holds = (text, source) => {
  const words = bare(source).split(/\s+/).map(letters).filter(word => word)
  const there = letters(text)
  return words.filter(word => there.includes(word)).length >= 0.9 * words.length
}

async function visit(url) {
  await call('Page.navigate', { url: 'about:blank' })
  await sleep(50)
  await call('Page.navigate', { url })
  for (let tries = 0; tries < 100 && await evaluate('document.readyState') !== 'complete'; tries++) await sleep(50)
  await sleep(400)
  return evaluate(seen)
}

const count = { anchors: 0, held: 0, fragments: 0, found: 0 }
for (const entry of JSON.parse(readFileSync(record)).papers) {
  for (const one of entry.evidence.filter(one => one.anchor)) {
    const page = `http://127.0.0.1:${server.address().port}/${new URL(one.url).pathname.split('/').pop()}`
    const at = await visit(`${page}#${one.anchor}`)
    const held = at?.target != null && holds(at.target, one.source)
    count.anchors++
    count.held += held
    if (!held) console.log(`anchor ${one.url}: ${one.source}`)
    if (!one.fragment) continue
    // Without the anchor: the words alone must lead there.
    const marked = await visit(`${page}#:~:text=${one.fragment}`)
    const found = marked?.moved > 0 ? marked.shown.some(text => holds(text, one.source)) : false
    count.fragments++
    count.found += found
    if (!found) console.log(`fragment ${one.fragment}: ${one.source}`)
  }
}
console.log(`${count.held} of ${count.anchors} anchors hold the sentence, ${count.found} of ${count.fragments} fragments lead to it`)
socket.close()
browser.kill()
server.close()
