// Warns before a session ends and lets it be prolonged. Without scripts the server keeps what was typed (S12).
const body = document.body
const dialog = document.getElementById('session-warning')
const text = document.getElementById('session-warning-text')
const title = document.getElementById('session-warning-title')
const stay = document.getElementById('session-stay')
const close = document.getElementById('session-close')
const warning = Number(body.dataset.sessionWarning)
let endsAt = 0
let longest = Infinity
let timer

function plan (seconds) {
  endsAt = Date.now() + seconds * 1000
  clearTimeout(timer)
  timer = setTimeout(look, Math.max(0, seconds - warning) * 1000)
}

// Another page of the same browser may have been used: the server knows.
async function look () {
  const left = await ask('GET')
  if (!left) return over()
  longest = left.long
  if (left.idle > warning) return plan(left.idle)
  endsAt = Date.now() + left.idle * 1000
  warn()
}

async function ask (method) {
  const form = document.querySelector('input[name=csrfmiddlewaretoken]')
  const headers = form ? { 'X-CSRFToken': form.value } : {}
  try {
    const answer = await fetch(body.dataset.session, { method, headers, redirect: 'manual' })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

function warn () {
  const seconds = Math.round((endsAt - Date.now()) / 1000)
  if (seconds <= 0) return over()
  const canStay = longest > warning
  const minutes = Math.max(1, Math.round(seconds / 60))
  const kept = 'What you typed is not lost: send the form, sign in again, and it is shown again.'
  text.textContent = canStay
    ? `Nothing was asked for a while. In about ${minutes} minute${minutes === 1 ? '' : 's'} you will be signed out.`
    : `The longest time of a session is nearly over. In about ${minutes} minute${minutes === 1 ? '' : 's'} you will be signed out. ${kept}`
  stay.hidden = !canStay
  close.hidden = canStay
  open()
  timer = setTimeout(over, seconds * 1000 + 1000)
}

async function over () {
  const left = await ask('GET')
  if (left && left.idle > 0) return plan(left.idle)
  title.textContent = 'You were signed out'
  text.textContent = 'What you typed is still on this page. Send the form: after you sign in again it is shown again, and you can send it.'
  stay.hidden = true
  close.hidden = false
  open()
}

function open () {
  if (!dialog.open) dialog.showModal()
  title.focus()
}

stay?.addEventListener('click', async () => {
  const left = await ask('POST')
  dialog.close()
  if (left) plan(left.idle)
  else over()
})
close?.addEventListener('click', () => dialog.close())

if (dialog) plan(Number(body.dataset.sessionLeft))
