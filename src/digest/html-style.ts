/**
 * One column of text, official and quiet: black on white, one red rule, 楷体 for residents' own words. Grey #595959 on
 * white is 7:1, red #b01e23 6.9:1, links #8c1c20 9:1 (WCAG AA asks for 4.5:1). Fonts are named, never fetched.
 */
export const STYLE = `
:root{color-scheme:light;--ink:#1a1a1a;--grey:#595959;--rule:#d9d6d0;--red:#b01e23;--link:#8c1c20;--paper:#fff;--tint:#f7f5f1;
--song:"Songti SC","STSong","SimSun","Noto Serif CJK SC","Source Han Serif SC",serif;
--hei:"PingFang SC","Microsoft YaHei","SimHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif;
--kai:"Kaiti SC","STKaiti","KaiTi","Noto Serif CJK SC","Source Han Serif SC",serif}
html:lang(en){--song:Georgia,"Times New Roman","Noto Serif","Songti SC","SimSun","Noto Serif CJK SC",serif;
--hei:system-ui,"Segoe UI","Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.85 var(--song);overflow-wrap:anywhere;word-break:normal}
a{color:var(--link);text-decoration:underline;text-decoration-color:#d8a5a3;text-decoration-thickness:1px;text-underline-offset:.28em}
a:hover,a:focus-visible{background:#f6e9e6}
:target{scroll-margin-top:1rem}
.page{max-width:76rem;margin:0 auto;padding:2.5rem 1.25rem 5rem}
main,.head,nav{max-width:44rem;margin-left:auto;margin-right:auto}
header{text-align:center;border-bottom:3px solid var(--red);padding-bottom:1.1rem;margin-bottom:1.4rem;position:relative}
header::after{content:"";position:absolute;left:0;right:0;bottom:-7px;border-bottom:1px solid var(--red)}
h1{font:700 1.9rem/1.4 var(--song);margin:0 0 .5rem;letter-spacing:.04em;text-wrap:balance}
header p{margin:0;color:var(--grey);font-family:var(--hei);font-size:.9375rem}
.facts{margin:1.6rem 0;font:.875rem/1.7 var(--hei);color:var(--grey);display:grid;grid-template-columns:auto 1fr;gap:.1rem 1rem}
.facts dt{color:var(--ink);white-space:nowrap}.facts dd{margin:0}
h2{font:600 1.4rem/1.5 var(--hei);margin:3.2rem 0 1rem;padding-bottom:.35rem;border-bottom:1px solid var(--rule)}
h3{font:600 1.2rem/1.5 var(--hei);margin:2.6rem 0 .6rem}
h4{font:600 1.0625rem/1.6 var(--hei);margin:2rem 0 .3rem}
h5{font:500 1rem/1.6 var(--hei);margin:1.3rem 0 .2rem}
p{margin:.5rem 0}
.body{text-indent:2em}:lang(en) .body{text-indent:0}
.note{color:var(--grey);font:.9rem/1.75 var(--hei)}
.small{font:.9rem/1.75 var(--hei)}
.warning{border:2px solid var(--red);padding:.6rem .9rem;font-family:var(--hei);color:#8c1c20}
.label{font:600 .95rem/1.6 var(--hei);margin:1.5rem 0 .4rem}
.totals{display:grid;grid-template-columns:repeat(6,1fr);gap:1px;background:var(--rule);border:1px solid var(--rule);margin:1.2rem 0}
.totals div{background:var(--paper);padding:.7rem .4rem;text-align:center;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.totals dt{font:.75rem/1.4 var(--hei);color:var(--grey)}
.totals dd{margin:0;font:600 1.5rem/1.3 var(--hei);font-variant-numeric:tabular-nums}
figure{margin:.9rem 0;padding:.1rem 0 .1rem 1.1rem;border-left:3px solid var(--rule)}
blockquote{margin:0;font:1.0625rem/1.8 var(--kai)}
blockquote,.words{white-space:pre-wrap;unicode-bidi:isolate}
blockquote::before,.words::before{content:"“"}blockquote::after,.words::after{content:"”"}
.blank::before,.blank::after{content:none}
figcaption{font:.8125rem/1.6 var(--hei);color:var(--grey)}
figcaption b{font-weight:600;color:var(--ink)}
.opposition{margin:1.2rem 0;padding:.2rem 1rem .6rem;background:var(--tint)}
.opposition .sides{display:grid;gap:0 1.6rem}
.opposition .label{margin:.7rem 0 .2rem}
.opposition figure{border-color:var(--red)}.opposition figure+figure{border-color:#3d5a73}
table{width:100%;border-collapse:collapse;font:.9rem/1.5 var(--hei);table-layout:fixed;border-top:2px solid var(--ink);border-bottom:2px solid var(--ink);font-variant-numeric:tabular-nums}
thead{display:table-header-group}
th,td{padding:.4rem .35rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;font-weight:400}
thead th{font-weight:600;border-bottom:1px solid var(--ink)}
.end{text-align:right}.deep th{padding-left:1.4rem}.top th,.top td{font-weight:600}.top{background:var(--tint)}
th a,figcaption a,.source a,nav a{text-decoration-color:transparent;color:inherit}th a:hover,figcaption a:hover,.source a:hover,nav a:hover{text-decoration-color:currentColor}
.voices{list-style:none;margin:0;padding:0}
.voices li{padding:.45rem 0;border-bottom:1px solid var(--rule)}
.voices .words{font-family:var(--kai);display:block}
.voices .source{font:.8125rem/1.6 var(--hei);color:var(--grey)}
.register{font:.8125rem/1.8 var(--hei);color:var(--grey);margin:.15rem 0 .15rem 1rem}
.register b{font-weight:400;color:var(--ink)}
.register span:target,figure:target{background:#fbe7a8;color:var(--ink)}
details{margin:1rem 0}
summary{font:.9rem/1.6 var(--hei);color:var(--link);cursor:pointer}
nav{font:.9rem/1.55 var(--hei);margin:1.6rem 0;padding:.9rem 1.1rem;background:var(--tint)}
nav p{font-weight:600;margin:0 0 .3rem}
nav ol{list-style:none;margin:0;padding:0}nav ol ol{padding-left:1.2rem}
nav li{padding:.12rem 0}
@media (min-width:40rem){.opposition .sides{grid-template-columns:1fr 1fr}}
@media (min-width:75rem){.page{display:grid;grid-template-columns:16rem minmax(0,46rem);gap:0 4rem;justify-content:center}
main,.head{margin:0;max-width:none;grid-column:2}.head{grid-row:1}main{grid-row:2}nav{grid-column:1;grid-row:1/3;position:sticky;top:1.5rem;max-height:calc(100vh - 3rem);overflow:auto;margin:0;align-self:start;background:none;padding:0 .5rem 0 0;border-right:1px solid var(--rule)}
.page{padding-top:3.2rem}}
@media (max-width:30rem){body{font-size:1rem}.page{padding:1.4rem 1rem 4rem}h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2.6rem}h3{font-size:1.1rem}
table{font-size:.8125rem}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.4rem}.deep th{padding-left:.9rem}.totals{grid-template-columns:repeat(3,1fr)}}
@page{size:A4;margin:22mm 20mm 22mm 22mm;@bottom-center{content:"— " counter(page) " —";font:10pt serif}}
@media print{html{scroll-behavior:auto}body{font-size:11pt;line-height:1.7}
.page{display:block;max-width:none;padding:0}main,.head,nav{max-width:none}
nav{position:static;max-height:none;overflow:visible;border:0;padding:0;margin:6mm 0;break-after:page;font-size:10.5pt}
h1{font-size:21pt}h2{font-size:15pt;margin-top:9mm}h3{font-size:13pt;margin-top:7mm}h4{font-size:11.5pt;margin-top:5mm}h5{font-size:11pt}
h2,h3,h4,h5,.label{break-after:avoid}figure,.opposition,tr,.voices li{break-inside:avoid}
p{orphans:2;widows:2}blockquote{font-size:11pt}a{color:inherit;text-decoration:none}
.opposition,.top,nav{background:none}.opposition{border:1px solid var(--rule)}
#appendix{break-before:page}summary{display:none}
details::details-content{content-visibility:visible;display:block;block-size:auto}
}
`;
