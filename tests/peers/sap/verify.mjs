// Reads everything through OData and compares it with data/truth.json. usage: [SAP_PORT=4004] [SAP_USER=user:password] node verify.mjs [data directory]
import fs from 'node:fs'
const base = `http://127.0.0.1:${process.env.SAP_PORT ?? 4004}`
const truth = JSON.parse(fs.readFileSync((process.argv[2] ?? 'data') + '/truth.json', 'utf8'))
const headers = { accept: 'application/json', ...(process.env.SAP_USER ? { authorization: 'Basic ' + Buffer.from(process.env.SAP_USER).toString('base64') } : {}) }
const odata = '/sap/opu/odata/sap/'
const minor = (s) => { const [a, b = ''] = String(s).replace('-', '').split('.'); const v = BigInt(a) * 1000n + BigInt((b + '000').slice(0, 3)); return String(s).startsWith('-') ? -v : v }
async function all (p) {
  const rows = []
  for (let url = base + p; url;) {
    const r = await fetch(url, { headers })
    if (!r.ok) throw new Error(`${r.status} ${url} ${(await r.text()).slice(0, 200)}`)
    const d = (await r.json()).d
    rows.push(...d.results)
    url = d.__next
  }
  return rows
}
let bad = 0
const same = (what, got, want) => { if (String(got) !== String(want)) { if (bad++ < 10) console.error(`${what}: got ${got}, truth ${want}`) } }
const t0 = Date.now()
const orders = await all(odata + 'API_SALES_ORDER_SRV/A_SalesOrder?$select=SalesOrder,SoldToParty,TotalNetAmount')
const items = await all(odata + 'API_SALES_ORDER_SRV/A_SalesOrderItem?$select=SalesOrder,SalesOrderItem,NetAmount')
const bills = await all(odata + 'API_BILLING_DOCUMENT_SRV/A_BillingDocument?$select=BillingDocument,SoldToParty,TotalGrossAmount')
const open = await all(odata + 'API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube?$select=AccountingDocument,Customer,IsCleared,AmountInTransactionCurrency')
const dels = await all(odata + 'API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryHeader?$select=DeliveryDocument,SoldToParty')
const stock = await all(odata + "API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod?$filter=InventoryStockType%20eq%20'01'&$select=Material,Plant,MatlWrhsStkQtyInMatlBaseUnit")
const by = (rows, k) => rows.reduce((m, r) => m.set(r[k], [...(m.get(r[k]) ?? []), r]), new Map())
const sum = (rows, k) => rows.reduce((s, r) => s + minor(r[k]), 0n)
const o = by(orders, 'SoldToParty'), b = by(bills, 'SoldToParty'), a = by(open, 'Customer'), dl = by(dels, 'SoldToParty'), it = by(items, 'SalesOrder')
for (const c of truth.customers) {
  const co = o.get(c.customer) ?? [], cb = b.get(c.customer) ?? [], ca = a.get(c.customer) ?? []
  same(`${c.customer} orders`, co.length, c.orders)
  same(`${c.customer} order items`, co.reduce((n, x) => n + (it.get(x.SalesOrder) ?? []).length, 0), c.orderItems)
  same(`${c.customer} order net`, sum(co, 'TotalNetAmount'), minor(c.orderNet))
  same(`${c.customer} item net`, co.reduce((s, x) => s + sum(it.get(x.SalesOrder) ?? [], 'NetAmount'), 0n), minor(c.orderNet))
  same(`${c.customer} deliveries`, (dl.get(c.customer) ?? []).length, c.deliveries)
  same(`${c.customer} billed`, sum(cb, 'TotalGrossAmount'), minor(c.billedGross))
  same(`${c.customer} open`, sum(ca.filter((x) => !x.IsCleared), 'AmountInTransactionCurrency'), minor(c.openAmount))
  same(`${c.customer} cleared nets to zero`, sum(ca.filter((x) => x.IsCleared), 'AmountInTransactionCurrency'), 0n)
}
const st = new Map()
for (const r of stock) st.set(`${r.Material}/${r.Plant}`, (st.get(`${r.Material}/${r.Plant}`) ?? 0) + Number(r.MatlWrhsStkQtyInMatlBaseUnit))
for (const [k, v] of Object.entries(truth.unrestrictedStock)) same(`stock ${k}`, st.get(k), v)
console.log(`${orders.length} orders, ${items.length} items, ${dels.length} deliveries, ${bills.length} invoices, ${open.length} line items, ${stock.length} stock rows, ${truth.customers.length} customers in ${(Date.now() - t0) / 1000} s: ${bad ? bad + ' differences' : 'all equal to the truth file'}`)
process.exit(bad ? 1 : 0)
