"""How the page looks: its style, its two patterns, and the little script that opens the defaults
for print and for links.
"""

from __future__ import annotations

from html import escape

HATCH = (
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs><pattern'
    ' id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-back"/><line x1="0"'
    ' y1="0" x2="0" y2="6" class="hatch-line"/></pattern><pattern id="stripe" width="5" height="5"'
    ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5"'
    ' class="stripe-back"/><line x1="0" y1="0" x2="0" y2="5"'
    ' class="stripe-line"/></pattern></defs></svg>'
)
SCRIPT = """
const fold=document.querySelector('#defaults details');
const open=()=>{const at=document.getElementById(decodeURIComponent(location.hash.slice(1)));if(!at)return;
for(let up=at;up;up=up.parentElement)if(up.tagName==='DETAILS')up.open=true;if(at.tagName!=='SECTION')at.scrollIntoView({block:'center'})};
addEventListener('hashchange',open);open();
if(fold){let was=false;addEventListener('beforeprint',()=>{was=fold.open;fold.open=true});addEventListener('afterprint',()=>{fold.open=was})}
"""
STYLE = """
:root{--paper:#fff;--ink:#1b1f26;--soft:#5b6370;--rule:#dfe2e7;--grid:#e9ebef;--card:#f6f7f9;--sun:#F2A900;--eclipse:#3B4CC0;--bar:#0072B2;
--shade:rgba(59,76,192,.13);--band:rgba(59,76,192,.20);--hot:#D55E00;--cold:#0072B2;--link:#2b3ba3;--lost:#c3c8d0}
*{box-sizing:border-box}html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0 auto;max-width:848px;padding:0 24px;background:var(--paper);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
header{padding:56px 0 20px}h1{font-size:31px;line-height:1.2;letter-spacing:-.015em;font-weight:650;margin:6px 0 12px;text-wrap:balance}
.kicker{margin:0;color:var(--soft);font-size:14px}.fleet{margin:0;color:var(--soft)}.fleet i{font-style:normal;color:var(--lost)}
nav{border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);padding:9px 0;font-size:13.5px;display:flex;flex-wrap:wrap;gap:2px 18px}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}nav a{color:var(--soft)}
a.n{color:inherit}a.n:hover{color:var(--link);text-decoration:underline}svg a:hover text{fill:var(--link)}
.why{margin:0 0 0 14px}.why summary{padding:2px 0;color:var(--ink)}.why summary code{font-size:12.5px;overflow-wrap:anywhere}.why pre{margin:2px 0 10px 16px;font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;color:var(--soft)}
.why:target>summary code{background:rgba(242,169,0,.25)}
section{padding:34px 0 6px}h2{font-size:21px;line-height:1.3;letter-spacing:-.01em;font-weight:650;margin:0 0 10px}
h2 span{color:var(--soft);font-weight:400;margin-right:.6em}p{margin:0 0 14px;max-width:68ch}
.lead{font-size:23px;line-height:1.38;letter-spacing:-.01em;margin:4px 0 22px;text-wrap:pretty}
.words{margin-bottom:24px}.whole{white-space:nowrap}
.cards{display:grid;grid-template-columns:1fr 1.12fr 1fr 1.42fr;gap:12px;margin:0 0 22px}
.card{background:var(--card);border-radius:10px;padding:16px 16px 12px;border-top:3px solid var(--sun)}.card p{margin:0}.card.sites{grid-column:1/-1;justify-self:start;min-width:min(420px,100%)}.sites .pair th{padding-left:18px}
.big{font-size:34px;line-height:1.1;font-weight:650;letter-spacing:-.02em}.big small{font-size:22px;font-weight:500;margin-left:2px}
.what{font-size:14.5px;font-weight:600;line-height:1.35;margin-top:7px!important}.note{font-size:12.5px;line-height:1.4;color:var(--soft);margin-top:5px!important}
.pair{width:100%;font-size:15px;margin:0}.pair th,.pair td{border:0;padding:2px 0 3px;text-align:right;font-weight:650}.pair td{font-size:18px;letter-spacing:-.01em;padding-left:10px}.pair th{white-space:nowrap}
.pair th:first-child{text-align:left;font-weight:500;font-size:12.5px;color:var(--soft)}.pair thead th{font-weight:500;font-size:12.5px;color:var(--soft)}
dl.facts{margin:0 0 14px;border-top:1px solid var(--rule)}.facts div{display:grid;grid-template-columns:210px 1fr;gap:16px;padding:7px 0;border-bottom:1px solid var(--rule)}
dt{color:var(--soft)}dd{margin:0}figure{margin:16px 0 18px}figcaption{font-size:13.5px;color:var(--soft);margin-top:6px}
.stopped{color:var(--soft);border-left:3px solid var(--rule);padding-left:12px}
table{border-collapse:collapse;font-size:14px;line-height:1.4;margin:8px 0 14px;width:100%}th,td{text-align:right;padding:4px 0 4px 14px;border-bottom:1px solid var(--rule);font-weight:400;vertical-align:baseline}
th:first-child{text-align:left;padding-left:0}thead th{color:var(--soft);font-size:13px}.scroll{overflow-x:auto}
.costs .part th,.costs .part td{font-weight:600;padding-top:7px}.costs .item th{padding-left:32px;color:var(--soft)}.costs .item td{color:var(--soft)}
.costs .part th{padding-left:32px;text-indent:-32px}.letter{text-indent:0}.costs td,.plain td{white-space:nowrap}.plain tbody th{min-width:9em}
.others th:first-child{width:44%}.others td:last-child,.others th:last-child{text-align:left;padding-left:24px}
.costs .total th,.costs .total td{font-weight:700;border-top:2px solid var(--ink);border-bottom:0}
.letter{display:inline-block;width:20px;border-radius:4px;text-align:center;font-size:12px;line-height:18px;font-weight:650;margin-right:12px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
summary{cursor:pointer;color:var(--link);padding:6px 0}.defaults{font-size:13px}.defaults th,.defaults td{text-align:left;padding:6px 0 6px 16px}.defaults th:first-child{padding-left:0}
.defaults th:first-child{width:29%}.defaults .value{white-space:nowrap}.defaults .kind{width:13%}.defaults .source{width:37%}.spread{display:block;color:var(--soft);font-size:12px}.kind,.source{color:var(--soft)}.estimate{color:var(--ink);font-weight:600;white-space:nowrap}
tr:target th,tr:target td{background:rgba(242,169,0,.20)}
footer{border-top:1px solid var(--rule);margin-top:36px;padding:16px 0 48px;color:var(--soft);font-size:13px}
svg{display:block;width:100%;height:auto;overflow:visible}svg.narrow{display:none}
svg text{font-size:12.5px;fill:var(--ink)}svg .tick,svg .note{font-size:12px;fill:var(--soft)}svg .strong{font-weight:650}svg .name{font-weight:500}svg .inside{font-size:12.5px;font-weight:600;white-space:pre;fill:inherit}
svg .plate{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}svg a .name{fill:var(--link)}
.grid{stroke:var(--grid)}.axis{stroke:var(--soft);stroke-width:1}.bar{fill:var(--bar)}.quiet{fill:var(--soft)}.sun{fill:var(--sun)}
.lost{fill:url(#hatch)}.hatch-back{fill:var(--paper)}.hatch-line{stroke:var(--lost);stroke-width:4}.stripe-back{fill:var(--sun)}.stripe-line{stroke:#fff;stroke-opacity:.55;stroke-width:3}
.segment{stroke:var(--paper);stroke-width:1.5}.shade{fill:var(--shade)}.dot{fill:var(--ink)}.band{fill:var(--band)}.low{fill:var(--eclipse)}.high{fill:url(#stripe)}
.nominal{stroke:var(--ink);stroke-width:1.5}.parity{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:2 3}
.l{fill:none;stroke-width:2;stroke-linejoin:round}.l.sun{stroke:var(--sun);stroke-width:2.5;fill:none}.l.eclipse{stroke:var(--eclipse)}.l.ink{stroke:var(--ink)}.l.hot{stroke:var(--hot)}.l.cold{stroke:var(--cold)}
.flow{fill-opacity:.5}.flow.lost{fill-opacity:1}.power{fill:var(--bar)}.heat{fill:var(--hot)}.dash{stroke-dasharray:6 4}.dots{stroke-dasharray:1.5 4;stroke-width:1.8}
@media (max-width:640px){body{padding:0 16px;font-size:15.5px}header{padding-top:32px}h1{font-size:25px}.lead{font-size:20px}.cards{grid-template-columns:1fr 1fr;gap:10px}
.card{padding:13px 12px 10px}.big{font-size:28px}.card:first-child,.card:last-child{grid-column:1/-1}.facts div{grid-template-columns:1fr;gap:0}
svg.wide{display:none}svg.narrow{display:block;max-width:440px}table{font-size:13px}th,td{padding-left:8px}
.defaults thead{display:none}.defaults tr{display:grid;grid-template-columns:1fr auto;padding:8px 0;border-bottom:1px solid var(--rule)}
.defaults th,.defaults td{border:0;padding:1px 0!important}.defaults th,.defaults .source{grid-column:1/-1}.defaults .kind{text-align:right}}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14161b;--ink:#e8eaee;--soft:#9aa3b0;--rule:#2c313a;--grid:#252a32;--card:#1c2027;--eclipse:#8b9af5;--bar:#3d9bd6;
--shade:rgba(124,140,240,.20);--band:rgba(139,154,245,.28);--hot:#f08a3c;--cold:#62b5e8;--link:#a3b0ff;--lost:#4a515d}}
@media print{@page{size:A4;margin:16mm 15mm}body{max-width:none;padding:0;font-size:10.5pt}header{padding-top:0}nav,summary,#explained{display:none}section{padding:16px 0 0}
figure,.cards,.card,.facts div,tr{break-inside:avoid}h2,.lead{break-after:avoid}h2+p{break-after:avoid;break-inside:avoid}.cards{grid-template-columns:1fr 1fr}.defaults .kind{font-size:8.5pt}.card{-webkit-print-color-adjust:exact;print-color-adjust:exact}
svg.wide{display:block!important}svg.narrow{display:none!important}details::details-content{content-visibility:visible!important;display:block!important;height:auto!important}
a{color:inherit}.defaults{font-size:8.5pt}.scroll{overflow:visible}}
"""


def document(title: str, body: str) -> str:
    """A whole HTML file that loads nothing."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta'
        f' charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta'
        ' name="color-scheme" content="light dark">'
        f"<style>{STYLE}</style></head><body>{HATCH}{body}<script>{SCRIPT}</script></body></html>\n"
    )
