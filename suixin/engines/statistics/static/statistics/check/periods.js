// Periods: 2019-06, 2019-Q2, 2019; and the days that they begin and end with, each as its place among all days.

const PERIOD = /^([0-9]{4})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?$/;
const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const A_YEAR = { month: 12, quarter: 4, year: 1 };
const LAST_YEAR = 9999;

export const FREQUENCIES = Object.keys(A_YEAR);

const isLeap = (year) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const daysIn = (year, month) => (month === 2 ? 28 + isLeap(year) : 30 + ((month + (month > 7)) % 2));

function dayNumber(year, month, day) {
  const before = year - 1;
  let days = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  for (let each = 1; each < month; each += 1) days += daysIn(year, each);
  return days + day;
}

export class Period {
  constructor(frequency, ordinal) {
    this.frequency = frequency;
    this.ordinal = ordinal;
  }

  // Null for anything else than a period.
  static read(text) {
    const found = PERIOD.exec(text);
    if (!found) return null;
    const [year, month, quarter] = [Number(found[1]), found[2], found[3]];
    if (month) return new Period("month", year * 12 + Number(month) - 1);
    return quarter ? new Period("quarter", year * 4 + Number(quarter) - 1) : new Period("year", year);
  }

  get year() {
    return Math.floor(this.ordinal / A_YEAR[this.frequency]);
  }

  // Which of its year, from 0.
  get place() {
    return this.ordinal % A_YEAR[this.frequency];
  }

  get firstMonth() {
    return (this.place * 12) / A_YEAR[this.frequency] + 1;
  }

  get lastMonth() {
    return this.firstMonth + 12 / A_YEAR[this.frequency] - 1;
  }

  get firstDay() {
    return dayNumber(this.year, this.firstMonth, 1);
  }

  get lastDay() {
    return dayNumber(this.year, this.lastMonth, daysIn(this.year, this.lastMonth));
  }

  earlier(count) {
    return new Period(this.frequency, this.ordinal - count);
  }

  get yearBefore() {
    return this.earlier(A_YEAR[this.frequency]);
  }

  // From the first of its year up to itself.
  get ofYearSoFar() {
    return Array.from({ length: this.place + 1 }, (_, at) => this.earlier(this.place - at));
  }

  is(other) {
    return this.frequency === other.frequency && this.ordinal === other.ordinal;
  }

  toString() {
    const year = String(this.year).padStart(4, "0");
    if (this.frequency === "month") return `${year}-${String(this.place + 1).padStart(2, "0")}`;
    return this.frequency === "quarter" ? `${year}-Q${this.place + 1}` : year;
  }

  // How this period, or any day or period within it, begins when it is written.
  get beginnings() {
    if (this.frequency !== "quarter") return [String(this)];
    const months = Array.from({ length: 3 }, (_, at) => new Period("month", this.year * 12 + this.place * 3 + at));
    return [this, ...months].map(String);
  }
}

// What a period or a day stands for: { year, months: [first, last], days: [first, last] }; null for anything else.
export function extent(text) {
  const day = DAY.exec(text);
  if (day) {
    const [year, month, date] = day.slice(1).map(Number);
    if (!year || month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) return null;
    const number = dayNumber(year, month, date);
    return { year, months: [month, month], days: [number, number] };
  }
  const period = Period.read(text);
  // The day after a period must be a day, too.
  if (!period || !period.year || (period.year === LAST_YEAR && period.lastMonth === 12)) return null;
  return { year: period.year, months: [period.firstMonth, period.lastMonth], days: [period.firstDay, period.lastDay] };
}

// The period of that frequency in which a day or period lies; null where it lies in none.
export function cut(text, frequency) {
  const found = extent(text);
  if (!found) return null;
  const [first, last] = found.months.map((month) => Math.floor(((month - 1) * A_YEAR[frequency]) / 12));
  return first === last ? new Period(frequency, found.year * A_YEAR[frequency] + first) : null;
}
