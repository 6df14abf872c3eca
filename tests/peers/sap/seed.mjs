// Deterministic business data for the stand-in and the peer, written in the OData V2 JSON forms of the services.
// usage: node seed.mjs [--customers 200] [--orders 1000] [--seed 42] [--products 60] [--anchor 2026-06-30] [--out data]
import fs from 'node:fs'
import path from 'node:path'
import { SERVICES, readEdmx } from './edm.mjs'

const opt = { customers: 200, orders: 1000, seed: 42, products: 60, anchor: '2026-06-30', out: 'data' }
for (let i = 2; i < process.argv.length; i += 2) {
  const k = process.argv[i].replace(/^--/, '')
  if (!(k in opt) || process.argv[i + 1] === undefined) { console.error(`unknown or empty option ${process.argv[i]}`); process.exit(2) }
  opt[k] = typeof opt[k] === 'number' ? Number(process.argv[i + 1]) : process.argv[i + 1]
}

// ---- random numbers
let state = opt.seed >>> 0
function rnd () { state = (state + 0x6D2B79F5) >>> 0; let t = state; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296 }
const int = (a, b) => a + Math.floor(rnd() * (b - a + 1))
const pick = (l) => l[int(0, l.length - 1)]
const chance = (p) => rnd() < p
const hex = (n) => Array.from({ length: n }, () => int(0, 15).toString(16)).join('')
const guid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`

// ---- dates and numbers in V2 JSON form
const DAY = 86400000
const anchor = Date.parse(opt.anchor + 'T00:00:00Z')
const d = (ms) => `/Date(${Math.floor(ms / DAY) * DAY})/`
const dto = (ms) => `/Date(${ms}+0000)/`
const tm = (ms) => { const t = new Date(ms); const p = (n) => String(n).padStart(2, '0'); return `PT${p(t.getUTCHours())}H${p(t.getUTCMinutes())}M${p(t.getUTCSeconds())}S` }
const MINOR = { JPY: 1, USD: 100, EUR: 100, GBP: 100 }
const amt = (minor, cur) => cur === 'JPY' ? String(minor) : (minor < 0 ? '-' : '') + Math.floor(Math.abs(minor) / 100) + '.' + String(Math.abs(minor) % 100).padStart(2, '0')
const pad = (n, w) => String(n).padStart(w, '0')

// ---- word lists (all invented combinations)
const JP_CORE = ['サクラ', 'ヤマト', '東都', '北斗', '三河', 'みなと', '青葉', 'ひかり', '富岳', '大洋', '瑞穂野', '若松', '白鷺', '紅葉', '千鳥', '朝日ヶ丘', '桜川', '銀嶺']
const JP_KIND = ['商事', '製作所', '電機', '工業', '物流', '食品', '化学', '精機', 'システム', '建設']
const JP_SEI = ['佐藤', '鈴木', '高橋', '田中', '伊藤', '渡辺', '山本', '中村', '小林', '加藤', '髙橋', '斎藤', '齋藤', '渡邊']
const JP_MEI = ['太郎', '花子', '健一', '美咲', '翔太', '陽子', '大輔', '恵子', '直樹', '由美']
const JP_CITY = [['東京都千代田区', '100-0005', '13', '丸の内'], ['大阪市北区', '530-0001', '27', '梅田'], ['名古屋市中村区', '450-0002', '23', '名駅'], ['福岡市博多区', '812-0011', '40', '博多駅前'], ['札幌市中央区', '060-0001', '01', '北一条西'], ['横浜市西区', '220-0012', '14', 'みなとみらい']]
const W_CORE = ['Northwind', 'Brightwater', "O'Brien", 'Müller', 'Castelló', 'Ångström', 'Redwood', 'Silverline', 'Oakfield', 'Hawthorn', 'Lindqvist', 'Delacroix', 'Novák', 'Fairmont', 'Kestrel', 'Weiß']
const W_KIND = ['Trading', 'Industries', 'Logistics', 'Systems', 'Foods', 'Chemicals', 'Engineering', 'Components', 'Retail', 'Medical']
const W_FORM = { US: ['Inc.', 'LLC', 'Corp.'], DE: ['GmbH', 'AG', 'GmbH & Co. KG'], GB: ['Ltd', 'PLC'], FR: ['SAS', 'SARL'] }
const W_FIRST = ['Anna', 'John', 'Zoë', 'Søren', 'Marie', 'Luis', 'Grace', 'Noah', 'Ivan', 'Chloé']
const W_LAST = ['Smith', 'Schäfer', "D'Angelo", 'García', 'Brown', 'Nguyen', 'Kowalski', 'Lefèvre', 'Jones', 'Berg']
const W_CITY = { US: [['Chicago', '60601', 'IL', 'Wacker Dr'], ['Austin', '73301', 'TX', 'Congress Ave']], DE: [['Walldorf', '69190', '08', 'Hauptstraße'], ['München', '80331', '09', 'Sendlinger Straße']], GB: [['London', 'EC1A 1BB', 'LND', 'Aldersgate St'], ['Leeds', 'LS1 4AP', 'YKS', 'Park Row']], FR: [['Lyon', '69002', '69', 'Rue de la République'], ['Paris', '75008', '75', "Rue d'Anjou"]] }
const PROD = [['ベアリング', 'Bearing'], ['モーター', 'Motor'], ['センサー', 'Sensor'], ['バルブ', 'Valve'], ['ポンプ', 'Pump'], ['ケーブル', 'Cable'], ['フィルター', 'Filter'], ['制御盤', 'Control panel'], ['歯車', 'Gear'], ['継手', 'Coupling']]
const AREA = { JP: { org: '1510', cc: '1510', plant: '1510', cur: 'JPY', lang: 'JA', tax: 10 }, US: { org: '1710', cc: '1710', plant: '1710', cur: 'USD', lang: 'EN', tax: 7 }, DE: { org: '1010', cc: '1010', plant: '1010', cur: 'EUR', lang: 'DE', tax: 19 }, GB: { org: '1110', cc: '1110', plant: '1110', cur: 'GBP', lang: 'EN', tax: 20 }, FR: { org: '1210', cc: '1210', plant: '1210', cur: 'EUR', lang: 'FR', tax: 20 } }
const TERMS = { '0001': 0, '0002': 14, '0004': 30, NT60: 60 }

// ---- output
const out = {}
const put = (svc, set, row) => { ((out[svc] ??= {})[set] ??= []).push(row); return row }
const BP = 'API_BUSINESS_PARTNER', SO = 'API_SALES_ORDER_SRV', OD = 'API_OUTBOUND_DELIVERY_SRV', PR = 'API_PRODUCT_SRV', MS = 'API_MATERIAL_STOCK_SRV', BD = 'API_BILLING_DOCUMENT_SRV', SC = 'API_SALES_CONTRACT_SRV', OI = 'API_OPLACCTGDOCITEMCUBE_SRV', C4 = 'c4codataapi'

// ---- products and stock
const products = []
const stockTruth = {}
for (let i = 0; i < opt.products; i++) {
  const [ja, en] = PROD[i % PROD.length]
  const p = { id: `TG${pad(10 + i, 4)}`, ja: `${ja} ${100 + i}型`, en: `${en} ${100 + i}`, price: int(8, 900) }
  products.push(p)
  const created = anchor - int(800, 1500) * DAY
  const changed = anchor - int(1, 700) * DAY + int(0, DAY - 1000)
  put(PR, 'A_Product', { Product: p.id, ProductType: 'HAWA', CreationDate: d(created), CreatedByUser: 'MASTER', LastChangeDate: d(changed), LastChangedByUser: 'MASTER', LastChangeDateTime: dto(changed), IsMarkedForDeletion: false, GrossWeight: '1.200', NetWeight: '1.000', WeightUnit: 'KG', ProductGroup: `L00${1 + (i % 4)}`, BaseUnit: 'PC', Division: '00', ItemCategoryGroup: 'NORM' })
  for (const [l, t] of [['JA', p.ja], ['EN', p.en]]) put(PR, 'A_ProductDescription', { Product: p.id, Language: l, ProductDescription: t })
  put(MS, 'A_MaterialStock', { Material: p.id, MaterialBaseUnit: 'PC' })
  for (const a of Object.values(AREA)) {
    for (const [sloc, type] of [['171A', '01'], ['171B', '01'], ['171A', '02']]) {
      if (type === '02' && !chance(0.3)) continue
      const q = chance(0.08) ? 0 : int(1, type === '02' ? 20 : 2000)
      if (type === '01') stockTruth[`${p.id}/${a.plant}`] = (stockTruth[`${p.id}/${a.plant}`] ?? 0) + q
      put(MS, 'A_MatlStkInAcctMod', { Material: p.id, Plant: a.plant, StorageLocation: sloc, Batch: '', Supplier: '', Customer: '', WBSElementInternalID: '0', SDDocument: '', SDDocumentItem: '0', InventorySpecialStockType: '', InventoryStockType: type, WBSElementExternalID: '', MaterialBaseUnit: 'PC', MatlWrhsStkQtyInMatlBaseUnit: String(q) })
    }
  }
  put(C4, 'ProductCollection', { ObjectID: hex(32).toUpperCase(), ProductID: p.id, UUID: guid() })
}

// ---- customers
const customers = []
const duplicates = []
for (let i = 0; i < opt.customers; i++) {
  const dupOf = i > 10 && chance(0.04) ? customers[int(0, customers.length - 1)] : null
  const country = dupOf ? dupOf.country : chance(0.55) ? 'JP' : pick(['US', 'DE', 'GB', 'FR'])
  const a = AREA[country]
  const person = !dupOf && chance(0.08)
  let name, first = '', last = ''
  if (person) {
    if (country === 'JP') { last = pick(JP_SEI); first = pick(JP_MEI); name = `${last} ${first}` } else { first = pick(W_FIRST); last = pick(W_LAST); name = `${first} ${last}` }
  } else if (dupOf && !dupOf.person) {
    name = country === 'JP'
      ? (dupOf.name.startsWith('株式会社') ? dupOf.name.replace('株式会社', '') + '(株)' : dupOf.name.replace('株式会社', '').replace(/^/, '㈱'))
      : dupOf.name.toUpperCase().replace(/[.&]/g, '').replace(/\s+/g, ' ')
  } else if (country === 'JP') {
    const core = `${pick(JP_CORE)}${pick(JP_KIND)}`
    name = chance(0.6) ? `株式会社${core}` : `${core}株式会社`
  } else name = `${pick(W_CORE)} ${pick(W_KIND)} ${pick(W_FORM[country])}`
  if (dupOf && dupOf.person) name = dupOf.name
  name = [...name].slice(0, 40).join('')
  const id = String(10100001 + i)
  const city = country === 'JP' ? pick(JP_CITY) : pick(W_CITY[country])
  const created = anchor - int(760, 2200) * DAY + int(0, DAY - 1000)
  const changed = Math.max(created, anchor - int(0, 720) * DAY + int(0, DAY - 1000))
  const addr = String(22000 + i)
  const host = `c${id}.example`
  const c = { id, i, name, country, person: person || (dupOf?.person ?? false), first, last, a, cur: a.cur, term: pick(Object.keys(TERMS)), created, changed, oid: hex(32).toUpperCase() }
  customers.push(c)
  if (dupOf) duplicates.push({ customer: id, duplicateOf: dupOf.id })
  put(BP, 'A_BusinessPartner', { BusinessPartner: id, Customer: id, BusinessPartnerCategory: c.person ? '1' : '2', BusinessPartnerFullName: name, BusinessPartnerName: name, BusinessPartnerGrouping: 'BP02', BusinessPartnerUUID: guid(), CorrespondenceLanguage: a.lang, Language: a.lang, CreatedByUser: 'MASTER', CreationDate: d(created), CreationTime: tm(created), FirstName: first, LastName: last, OrganizationBPName1: c.person ? '' : name, SearchTerm1: id, LastChangeDate: d(changed), LastChangeTime: tm(changed), LastChangedByUser: 'MASTER', BusinessPartnerIsBlocked: chance(0.02), IsMarkedForArchiving: chance(0.01), ETag: `MASTER${new Date(changed).toISOString().replace(/\D/g, '').slice(0, 14)}` })
  put(BP, 'A_BusinessPartnerAddress', { BusinessPartner: id, AddressID: addr, ValidityStartDate: dto(created), ValidityEndDate: '/Date(253402300799000+0000)/', AddressUUID: guid(), AddressTimeZone: country === 'JP' ? 'JAPAN' : 'CET', CityName: city[0], Country: country, HouseNumber: String(int(1, 99)), Language: a.lang, PostalCode: city[1], Region: city[2], StreetName: city[3], FullName: name })
  put(BP, 'A_AddressEmailAddress', { AddressID: addr, Person: '', OrdinalNumber: '1', IsDefaultEmailAddress: true, EmailAddress: `info@${host}`, SearchEmailAddress: `INFO@${host.toUpperCase()}`.slice(0, 20) })
  const phone = country === 'JP' ? `03-${int(3000, 6999)}-${pad(int(0, 9999), 4)}` : `${int(200, 999)} ${int(100, 999)} ${pad(int(0, 9999), 4)}`
  put(BP, 'A_AddressPhoneNumber', { AddressID: addr, Person: '', OrdinalNumber: '1', DestinationLocationCountry: country, IsDefaultPhoneNumber: true, PhoneNumber: phone, PhoneNumberType: '1' })
  put(BP, 'A_BusinessPartnerRole', { BusinessPartner: id, BusinessPartnerRole: 'FLCU01', ValidFrom: dto(created), ValidTo: '/Date(253402300799000+0000)/' })
  put(BP, 'A_Customer', { Customer: id, CreatedByUser: 'MASTER', CreationDate: d(created), CustomerAccountGroup: 'CUST', CustomerFullName: name, BPCustomerFullName: name, CustomerName: name, BPCustomerName: name, OrderIsBlockedForCustomer: chance(0.03) ? '01' : '', DeliveryIsBlocked: '', BillingIsBlockedForCustomer: '', PostingIsBlocked: false, VATRegistration: country === 'JP' ? `T${pad(int(1, 999999999), 13)}` : `${country}${pad(int(1, 999999999), 9)}` })
  put(BP, 'A_CustomerCompany', { Customer: id, CompanyCode: a.cc, PaymentTerms: c.term, ReconciliationAccount: '12100000', PaymentMethodsList: 'T' })
  put(BP, 'A_CustomerSalesArea', { Customer: id, SalesOrganization: a.org, DistributionChannel: '10', Division: '00', Currency: a.cur, CustomerPaymentTerms: c.term, CustomerGroup: '01', IncotermsClassification: 'CIF', ShippingCondition: '01', CustomerABCClassification: pick(['A', 'B', 'C']), OrderCombinationIsAllowed: true })
  put(C4, 'CorporateAccountCollection', { ObjectID: c.oid, AccountID: String(1000000 + i), UUID: guid(), ExternalID: id, ExternalSystem: 'S4H', RoleCode: 'CRM000', RoleCodeText: 'Customer', LifeCycleStatusCode: '2', LifeCycleStatusCodeText: 'Active', BusinessPartnerFormattedName: name, Name: name, CountryCode: country, City: city[0], Street: city[3], StreetPostalCode: city[1], StateCode: city[2], Phone: phone, Email: `info@${host}`, LanguageCode: a.lang, CreationOn: dto(created), ChangedOn: dto(changed), EntityLastChangedOn: dto(changed), ETag: dto(changed) })
  put(C4, 'ObjectIdentifierMappingCollection', { ObjectID: hex(32).toUpperCase(), LocalObjectID: c.oid, RemoteBusinessSystemID: 'S4H', RemoteObjectID: id })
  const nContacts = c.nContacts = int(0, 2)
  for (let k = 0; k < nContacts; k++) {
    const f = country === 'JP' ? pick(JP_MEI) : pick(W_FIRST); const l = country === 'JP' ? pick(JP_SEI) : pick(W_LAST)
    contactPerson(c, k, f, l, `contact${k}@${host}`)
    put(C4, 'ContactCollection', { ObjectID: hex(32).toUpperCase(), ContactID: String(5000000 + i * 10 + k), AccountID: String(1000000 + i), FirstName: f, LastName: l, Name: country === 'JP' ? `${l} ${f}` : `${f} ${l}`, Email: `contact${k}@${host}`, StatusCode: '2', CreationOn: dto(created), ChangedOn: dto(changed), EntityLastChangedOn: dto(changed), ETag: dto(changed) })
  }
}
function contactPerson (c, k, first, last, email) { // the same people as partners of their own; takes no random number, so that everything else stays as it is
  const person = String(10900001 + c.i * 10 + k); const jp = c.country === 'JP'
  const key = { RelationshipNumber: String(7001 + c.i * 10 + k), BusinessPartnerCompany: c.id, BusinessPartnerPerson: person, ValidityEndDate: '/Date(253402214400000)/' }
  const name = jp ? `${last} ${first}` : `${first} ${last}`
  put(BP, 'A_BusinessPartner', { BusinessPartner: person, Customer: '', BusinessPartnerCategory: '1', BusinessPartnerFullName: name, BusinessPartnerName: name, BusinessPartnerGrouping: 'BP02', CorrespondenceLanguage: c.a.lang, Language: c.a.lang, CreatedByUser: 'MASTER', CreationDate: d(c.created), CreationTime: tm(c.created), FirstName: first, LastName: last, PersonFullName: name, LastChangeDate: d(c.changed), LastChangeTime: tm(c.changed), LastChangedByUser: 'MASTER', BusinessPartnerIsBlocked: false, IsMarkedForArchiving: false, ETag: `MASTER${new Date(c.changed).toISOString().replace(/\D/g, '').slice(0, 14)}` })
  put(BP, 'A_BusinessPartnerContact', { ...key, ValidityStartDate: d(c.created), IsStandardRelationship: k === 0, RelationshipCategory: 'BUR001' })
  put(BP, 'A_BPContactToFuncAndDept', { ...key, ContactPersonFunction: k === 0 ? '0001' : '0003', ContactPersonFunctionName: k === 0 ? (jp ? '購買担当' : 'Buyer') : (jp ? '決裁者' : 'Executive'), ContactPersonDepartment: '0002', ContactPersonDepartmentName: jp ? '購買部' : 'Purchasing', EmailAddress: email, PhoneNumber: jp ? `03-3000-${pad(c.i * 10 + k, 4)}` : '', RelationshipCategory: 'BUR001' })
}
const quick = Object.fromEntries(customers.map((c) => [c.id, { customer: c.id, name: c.name, country: c.country, currency: c.cur, orders: 0, orderItems: 0, orderNet: 0, deliveries: 0, billingDocuments: 0, billedGross: 0, openItems: 0, openAmount: 0, overdueAmount: 0, clearedItems: 0, clearedAmount: 0, contracts: 0, contractNet: 0, opportunities: 0, contacts: c.nContacts }]))

// ---- contracts and opportunities
let contractNo = 40000000
for (const c of customers) {
  if (chance(0.35)) {
    const no = String(contractNo++)
    const start = anchor - int(30, 900) * DAY; const months = pick([12, 24, 36]); const end = start + Math.round(months * 30.4) * DAY
    let net = 0
    const n = int(1, 3)
    for (let k = 1; k <= n; k++) {
      const p = pick(products); const q = int(10, 500); const v = q * p.price * (c.cur === 'JPY' ? 150 : 100); net += v
      put(SC, 'A_SalesContractItem', { SalesContract: no, SalesContractItem: String(k * 10), SalesContractItemCategory: 'KMN', SalesContractItemText: c.country === 'JP' ? p.ja : p.en, Material: p.id, RequestedQuantity: String(q), RequestedQuantityUnit: 'PC', TransactionCurrency: c.cur, NetAmount: amt(v, c.cur), MaterialGroup: 'L001', ProductionPlant: c.a.plant, SDProcessStatus: end < anchor ? 'C' : 'B', SalesContractValidityStartDate: d(start), SalesContractValidityEndDate: d(end) })
    }
    const ch = start + int(0, 29) * DAY + int(0, DAY - 1000)
    put(SC, 'A_SalesContract', { SalesContract: no, SalesContractType: 'CQ', SalesOrganization: c.a.org, DistributionChannel: '10', OrganizationDivision: '00', SoldToParty: c.id, CreationDate: d(start), CreatedByUser: 'SALES', LastChangeDate: d(ch), LastChangeDateTime: dto(ch), PurchaseOrderByCustomer: `K-${no}`, SalesContractDate: d(start), TotalNetAmount: amt(net, c.cur), TransactionCurrency: c.cur, PricingDate: d(start), CustomerPaymentTerms: c.term, SalesContractValidityStartDate: d(start), SalesContractValidityEndDate: d(end), SalesContractValidityPerdUnit: '3', SalesContractSignedDate: d(start), NmbrOfSalesContractValdtyPerd: pad(months, 3), OverallSDProcessStatus: end < anchor ? 'C' : 'B', OverallSDDocumentRejectionSts: 'A' })
    quick[c.id].contracts++; quick[c.id].contractNet += net
  }
  const no = int(0, 2)
  for (let k = 0; k < no; k++) {
    const ch = anchor - int(0, 400) * DAY + int(0, DAY - 1000); const v = int(1000, 900000)
    put(C4, 'OpportunityCollection', { ObjectID: hex(32).toUpperCase(), ID: String(7000000 + c.i * 10 + k), UUID: guid(), ProspectPartyID: String(1000000 + c.i), ProspectPartyName: c.name, Name: c.country === 'JP' ? `${c.name} 更新案件` : `${c.name} renewal`, LifeCycleStatusCode: pick(['1', '2', '4', '5']), SalesCyclePhaseCode: pick(['001', '002', '003']), ProbabilityPercent: `${int(1, 10) * 10}.000000`, ExpectedRevenueAmount: `${v}.000000`, ExpectedRevenueAmountCurrencyCode: c.cur, ExpectedProcessingEndDate: d(ch + 60 * DAY), CreationDate: d(ch - 30 * DAY), LastChangeDate: d(ch), CreationDateTime: dto(ch - 30 * DAY), LastChangeDateTime: dto(ch), EntityLastChangedOn: dto(ch), ETag: dto(ch) })
    quick[c.id].opportunities++
  }
}

// ---- orders, deliveries, billing, open items
let orderNo = 1, delNo = 80000000, billNo = 90000000, acctNo = 1800000000, payNo = 1400000000
for (let o = 0; o < opt.orders; o++) {
  const c = customers[Math.min(customers.length - 1, Math.floor(customers.length * rnd() * rnd()))] // a few customers hold most orders
  const no = String(orderNo++)
  const date = anchor - Math.floor((opt.orders - 1 - o) * (730 / opt.orders)) * DAY
  const created = date + int(6, 20) * 3600000 + int(0, 3599) * 1000
  const reqDate = date + int(2, 30) * DAY
  const age = (anchor - date) / DAY
  const delStatus = age < 5 ? 'A' : age < 20 ? pick(['A', 'B', 'C']) : chance(0.94) ? 'C' : pick(['A', 'B'])
  const n = int(1, 5)
  let net = 0
  const items = []
  for (let k = 1; k <= n; k++) {
    const p = pick(products); const q = int(1, 120); const price = p.price * (c.cur === 'JPY' ? 150 : 100) + (c.cur === 'JPY' ? 0 : int(0, 99)); const v = q * price
    const st = delStatus === 'C' ? 'C' : delStatus === 'A' ? 'A' : k === 1 ? 'C' : k === 2 ? 'B' : 'A'
    const delivered = st === 'C' ? q : st === 'B' ? Math.max(1, Math.floor(q / 2)) : 0
    net += v; items.push({ k, p, q, v, st, delivered })
  }
  const status = delStatus === 'B' && n === 1 ? 'C' : delStatus
  let lastChange = created + int(0, 3600) * 1000
  const head = put(SO, 'A_SalesOrder', { SalesOrder: no, SalesOrderType: 'OR', SalesOrganization: c.a.org, DistributionChannel: '10', OrganizationDivision: '00', SoldToParty: c.id, CreationDate: d(date), CreatedByUser: 'SALES', LastChangeDate: d(lastChange), LastChangeDateTime: dto(lastChange), PurchaseOrderByCustomer: chance(0.1) ? `注文書-${no}` : `PO-${no}`, SalesOrderDate: d(date), TotalNetAmount: amt(net, c.cur), TransactionCurrency: c.cur, PricingDate: d(date), RequestedDeliveryDate: d(reqDate), ShippingCondition: '01', CompleteDeliveryIsDefined: false, HeaderBillingBlockReason: '', DeliveryBlockReason: '', IncotermsClassification: 'CIF', CustomerPaymentTerms: c.term, OverallDeliveryStatus: status, OverallSDProcessStatus: status, TotalCreditCheckStatus: chance(0.02) ? 'B' : '', OverallSDDocumentRejectionSts: 'A' })
  for (const it of items) {
    put(SO, 'A_SalesOrderItem', { SalesOrder: no, SalesOrderItem: String(it.k * 10), SalesOrderItemCategory: 'TAN', SalesOrderItemText: c.country === 'JP' ? it.p.ja : it.p.en, Material: it.p.id, PricingDate: d(date), RequestedQuantity: String(it.q), RequestedQuantityUnit: 'PC', ConfdDelivQtyInOrderQtyUnit: String(it.q), TransactionCurrency: c.cur, NetAmount: amt(it.v, c.cur), TaxAmount: amt(Math.round(it.v * c.a.tax / 100), c.cur), MaterialGroup: 'L001', ProductionPlant: c.a.plant, StorageLocation: '171A', ShippingPoint: c.a.plant, SalesDocumentRjcnReason: '', SDProcessStatus: it.st, DeliveryStatus: it.st })
    put(SO, 'A_SalesOrderScheduleLine', { SalesOrder: no, SalesOrderItem: String(it.k * 10), ScheduleLine: '1', RequestedDeliveryDate: d(reqDate), ConfirmedDeliveryDate: d(reqDate + (chance(0.1) ? 5 : 0) * DAY), OrderQuantityUnit: 'PC', ScheduleLineOrderQuantity: String(it.q), ConfdOrderQtyByMatlAvailCheck: String(it.q), DeliveredQtyInOrderQtyUnit: String(it.delivered), OpenConfdDelivQtyInOrdQtyUnit: String(it.q - it.delivered) })
  }
  put(SO, 'A_SalesOrderHeaderPartner', { SalesOrder: no, PartnerFunction: 'SP', Customer: c.id })
  const Q = quick[c.id]; Q.orders++; Q.orderItems += n; Q.orderNet += net
  const ship = items.filter((x) => x.delivered > 0)
  if (!ship.length) continue
  // delivery
  const gi = Math.min(anchor, reqDate + int(0, 3) * DAY)
  const del = String(delNo++)
  put(OD, 'A_OutbDeliveryHeader', { DeliveryDocument: del, DeliveryDocumentType: 'LF', SDDocumentCategory: 'J', CreatedByUser: 'SHIP', CreationDate: d(gi - DAY), CreationTime: tm(created), LastChangeDate: d(gi), LastChangedByUser: 'SHIP', SalesOrganization: c.a.org, SoldToParty: c.id, ShipToParty: c.id, ShippingPoint: c.a.plant, DocumentDate: d(gi - DAY), DeliveryDate: d(gi), PlannedGoodsIssueDate: d(gi), ActualGoodsMovementDate: d(gi), ActualGoodsMovementTime: tm(created), OverallGoodsMovementStatus: 'C', OverallPickingStatus: 'C', OverallSDProcessStatus: 'C', OverallDelivReltdBillgStatus: 'C', HeaderGrossWeight: ship.reduce((s, x) => s + x.delivered, 0) + '.000', HeaderWeightUnit: 'KG', TransactionCurrency: c.cur })
  for (const it of ship) put(OD, 'A_OutbDeliveryItem', { DeliveryDocument: del, DeliveryDocumentItem: String(it.k * 10), DeliveryDocumentItemCategory: 'TAN', DeliveryDocumentItemText: c.country === 'JP' ? it.p.ja : it.p.en, Material: it.p.id, Plant: c.a.plant, StorageLocation: '171A', ActualDeliveryQuantity: String(it.delivered), DeliveryQuantityUnit: 'PC', BaseUnit: 'PC', OriginalDeliveryQuantity: String(it.delivered), ReferenceSDDocument: no, ReferenceSDDocumentItem: pad(it.k * 10, 6), ReferenceSDDocumentCategory: 'C', GoodsMovementStatus: 'C', PickingStatus: 'C', SDProcessStatus: 'C', LastChangeDate: d(gi) })
  Q.deliveries++
  lastChange = Math.max(lastChange, gi + int(0, DAY - 1000)); head.LastChangeDate = d(lastChange); head.LastChangeDateTime = dto(lastChange)
  // billing
  const bdate = Math.min(anchor, gi + int(0, 2) * DAY)
  const bill = String(billNo++); const acct = String(acctNo++); const fy = String(new Date(bdate).getUTCFullYear())
  let bnet = 0, btax = 0
  for (const it of ship) {
    const v = Math.round(it.v * it.delivered / it.q); const t = Math.round(v * c.a.tax / 100); bnet += v; btax += t
    put(BD, 'A_BillingDocumentItem', { BillingDocument: bill, BillingDocumentItem: String(it.k * 10), SalesDocumentItemCategory: 'TAN', CreationDate: d(bdate), Material: it.p.id, BillingDocumentItemText: c.country === 'JP' ? it.p.ja : it.p.en, Plant: c.a.plant, BillingQuantity: String(it.delivered), BillingQuantityUnit: 'PC', NetAmount: amt(v, c.cur), TaxAmount: amt(t, c.cur), GrossAmount: amt(v + t, c.cur), TransactionCurrency: c.cur, SalesDocument: no, SalesDocumentItem: String(it.k * 10), ReferenceSDDocument: del, ReferenceSDDocumentItem: String(it.k * 10), ReferenceSDDocumentCategory: 'J' })
  }
  const gross = bnet + btax; const due = bdate + TERMS[c.term] * DAY
  const late = chance(0.15); const payDate = due + (late ? int(5, 60) : -int(0, 5)) * DAY
  const cleared = payDate <= anchor && chance(0.93)
  put(BD, 'A_BillingDocument', { BillingDocument: bill, SDDocumentCategory: 'M', BillingDocumentCategory: 'L', BillingDocumentType: 'F2', CreationDate: d(bdate), CreationTime: tm(created), LastChangeDate: d(bdate), LastChangeDateTime: dto(bdate + int(0, DAY - 1000)), SalesOrganization: c.a.org, DistributionChannel: '10', Division: '00', BillingDocumentDate: d(bdate), BillingDocumentIsCancelled: false, CancelledBillingDocument: '', TotalNetAmount: amt(bnet, c.cur), TransactionCurrency: c.cur, TaxAmount: amt(btax, c.cur), TotalGrossAmount: amt(gross, c.cur), PayerParty: c.id, SoldToParty: c.id, CustomerPaymentTerms: c.term, PaymentReference: bill, CompanyCode: c.a.cc, FiscalYear: fy, AccountingDocument: acct, DocumentReferenceID: bill, PurchaseOrderByCustomer: head.PurchaseOrderByCustomer, Country: c.country, OverallSDProcessStatus: 'C', OverallBillingStatus: 'C', AccountingPostingStatus: 'C', AccountingTransferStatus: 'C', InvoiceClearingStatus: cleared ? 'C' : 'A' })
  Q.billingDocuments++; Q.billedGross += gross
  const line = (doc, item, year, type, when, minor, clr, extra) => put(OI, 'A_OperationalAcctgDocItemCube', { CompanyCode: c.a.cc, FiscalYear: year, AccountingDocument: doc, AccountingDocumentItem: item, FiscalPeriod: pad(new Date(when).getUTCMonth() + 1, 3), AccountingDocumentType: type, PostingDate: d(when), DocumentDate: d(when), LastChangeDate: d(clr ? payDate : when), ClearingDate: clr ? d(payDate) : null, ClearingCreationDate: clr ? d(payDate) : null, ClearingAccountingDocument: clr ?? '', IsCleared: !!clr, PostingKey: minor >= 0 ? '01' : '15', FinancialAccountType: 'D', SpecialGLCode: '', DebitCreditCode: minor >= 0 ? 'S' : 'H', GLAccount: '12100000', Customer: c.id, CustomerName: c.name, DueCalculationBaseDate: d(when), PaymentTerms: c.term, NetPaymentDays: String(TERMS[c.term]), NetDueDate: d(due), PaymentMethod: '', CompanyCodeCurrency: c.cur, AmountInCompanyCodeCurrency: amt(minor, c.cur), TransactionCurrency: c.cur, AmountInTransactionCurrency: amt(minor, c.cur), ...extra })
  const pay = cleared ? String(payNo++) : null
  line(acct, '1', fy, 'RV', bdate, gross, pay, { BillingDocument: bill, SalesDocument: no, AssignmentReference: bill, DocumentItemText: '' })
  if (cleared) {
    line(pay, '2', String(new Date(payDate).getUTCFullYear()), 'DZ', payDate, -gross, pay, { BillingDocument: '', SalesDocument: '', AssignmentReference: bill, DocumentItemText: c.country === 'JP' ? '入金' : 'Incoming payment', InvoiceReference: acct, InvoiceReferenceFiscalYear: fy })
    Q.clearedItems += 2; Q.clearedAmount += gross
  } else { Q.openItems++; Q.openAmount += gross; if (due < anchor) Q.overdueAmount += gross }
}

// ---- check every row against the metadata, then write
let bad = 0
const counts = {}
for (const s of SERVICES) {
  const sets = readEdmx(s.path)
  for (const [set, rows] of Object.entries(out[s.name] ?? {})) {
    const e = sets.get(set)
    if (!e) { console.error(`${s.name}: no entity set ${set}`); bad++; continue }
    const seen = new Set()
    for (const r of rows) {
      for (const [k, v] of Object.entries(r)) {
        const p = e.props.get(k)
        if (!p) { if (bad++ < 20) console.error(`${s.name}/${set}: no property ${k}`) } else if (v !== null) {
          const ok = p.type === 'Boolean' ? typeof v === 'boolean' : /^(DateTime|DateTimeOffset)$/.test(p.type) ? /^\/Date\(/.test(v) : typeof v === 'string'
          if (!ok) { if (bad++ < 20) console.error(`${s.name}/${set}.${k}: ${p.type} cannot hold ${JSON.stringify(v)}`) } else if (p.type === 'String' && p.max && v.length > p.max) { if (bad++ < 20) console.error(`${s.name}/${set}.${k}: longer than ${p.max}: ${v}`) }
        }
      }
      const key = e.keys.map((k) => r[k]).join('|')
      if (e.keys.some((k) => r[k] === undefined) || seen.has(key)) { if (bad++ < 20) console.error(`${s.name}/${set}: key missing or twice: ${key}`) }
      seen.add(key)
    }
    const dir = path.join(opt.out, s.name)
    fs.mkdirSync(dir, { recursive: true })
    fs.writeFileSync(path.join(dir, set + '.json'), '[\n' + rows.map((r) => JSON.stringify(r)).join(',\n') + '\n]\n')
    counts[`${s.name}/${set}`] = rows.length
  }
}
if (bad) { console.error(`${bad} rows or values do not fit the metadata`); process.exit(1) }
const money = (m, c) => amt(m, c)
const perCustomer = Object.values(quick).map((q) => ({ ...q, orderNet: money(q.orderNet, q.currency), billedGross: money(q.billedGross, q.currency), openAmount: money(q.openAmount, q.currency), overdueAmount: money(q.overdueAmount, q.currency), clearedAmount: money(q.clearedAmount, q.currency), contractNet: money(q.contractNet, q.currency) }))
fs.writeFileSync(path.join(opt.out, 'truth.json'), JSON.stringify({ options: { ...opt, out: undefined }, counts, duplicates, unrestrictedStock: stockTruth, customers: perCustomer }, null, 1) + '\n')
console.log(JSON.stringify(counts, null, 1))
