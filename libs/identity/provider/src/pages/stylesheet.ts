/** Looks of the provider's pages. Inline, so that they need nothing from anywhere. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --amber: #f5a524;
  --ground: #f4f5f8;
  --glow: rgb(245 165 36 / 22%);
  --card: #ffffff;
  --raised: #f7f8fa;
  --edge: #dfe3ea;
  --text: #0e1420;
  --soft: #566074;
  --chip: #eef0f4;
  --focus: #9a5b00;
  --shadow: 0 1px 2px rgb(14 20 32 / 6%), 0 18px 48px rgb(14 20 32 / 10%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1420;
    --glow: rgb(245 165 36 / 15%);
    --card: #151d2c;
    --raised: #1b2536;
    --edge: #2a364b;
    --text: #eef2f9;
    --soft: #a3afc4;
    --chip: #243048;
    --focus: #f5a524;
    --shadow: 0 1px 0 rgb(255 255 255 / 4%) inset, 0 24px 64px rgb(0 0 0 / 45%);
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  min-height: 100vh;
  min-height: 100dvh;
  display: grid;
  place-items: center;
  padding: 24px 16px;
  background: radial-gradient(60rem 36rem at 50% -12rem, var(--glow), transparent 70%), var(--ground);
  color: var(--text);
  font: 16px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  -webkit-font-smoothing: antialiased;
}
main {
  width: 100%;
  max-width: 460px;
  padding: 32px;
  background: var(--card);
  border: 1px solid var(--edge);
  border-radius: 20px;
  box-shadow: var(--shadow);
}
header { display: flex; align-items: center; gap: 10px; margin-bottom: 26px; }
header svg { flex: none; width: 34px; height: 34px; }
header b { font-size: 17px; font-weight: 650; letter-spacing: -0.01em; }
header span {
  margin-left: auto;
  padding: 3px 10px;
  border: 1px solid var(--edge);
  border-radius: 999px;
  color: var(--soft);
  font-size: 12px;
  white-space: nowrap;
}
h1 { font-size: 25px; line-height: 1.25; font-weight: 680; letter-spacing: -0.02em; }
h1 + p { margin-top: 6px; color: var(--soft); text-wrap: pretty; }
form { margin-top: 22px; display: grid; gap: 12px; }
button, .action { font: inherit; color: inherit; cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.persona {
  display: grid;
  grid-template-columns: auto 1fr auto;
  align-items: center;
  gap: 2px 14px;
  width: 100%;
  padding: 14px 16px;
  text-align: left;
  background: var(--raised);
  border: 1px solid var(--edge);
  border-radius: 14px;
  transition: border-color 0.12s, transform 0.12s;
}
.persona:hover { border-color: var(--amber); transform: translateY(-1px); }
.persona:active { transform: none; }
.face {
  grid-row: span 3;
  display: grid;
  place-items: center;
  width: 46px;
  height: 46px;
  border-radius: 50%;
  background: linear-gradient(140deg, #ffd27a, var(--amber) 55%, #c97a08);
  color: #0e1420;
  font-size: 19px;
  font-weight: 700;
}
.name { font-weight: 650; overflow-wrap: anywhere; }
.name small { font-weight: 400; font-size: 13px; color: var(--soft); margin-left: 6px; }
.purpose { grid-column: 2; color: var(--soft); font-size: 14px; line-height: 1.4; }
.roles { grid-column: 2; display: flex; flex-wrap: wrap; gap: 6px; margin-top: 6px; }
.roles i {
  padding: 1px 9px;
  border-radius: 999px;
  background: var(--chip);
  font-size: 12px;
  font-style: normal;
}
.go { grid-column: 3; grid-row: 1 / span 3; color: var(--soft); font-size: 20px; }
.persona:hover .go { color: var(--amber); }
.action {
  display: inline-block;
  padding: 11px 18px;
  border: 0;
  border-radius: 12px;
  background: var(--amber);
  color: #0e1420;
  font-weight: 650;
  text-align: center;
  text-decoration: none;
}
.action:hover { filter: brightness(1.06); }
p > .action { margin-top: 16px; }
.quiet {
  justify-self: center;
  padding: 8px 14px;
  border: 0;
  border-radius: 10px;
  background: none;
  color: var(--soft);
  text-decoration: underline;
  text-underline-offset: 3px;
}
.quiet:hover { color: var(--text); }
footer {
  margin-top: 22px;
  padding-top: 16px;
  border-top: 1px solid var(--edge);
  color: var(--soft);
  font-size: 13px;
  line-height: 1.5;
}
@media (max-width: 480px) {
  main { padding: 24px 18px; border-radius: 18px; }
  h1 { font-size: 22px; }
  .name small { display: block; margin-left: 0; }
}
@media (prefers-reduced-motion: reduce) { .persona { transition: none; } .persona:hover { transform: none; } }
`;
