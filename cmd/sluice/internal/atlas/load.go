package atlas

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// ErrFormat is wrapped by the errors of Load about data that it cannot read: another
// version of the format, a damaged or truncated file.
var ErrFormat = errors.New("atlas: not a data file of this version")

const (
	formatName    = "atlas"
	formatVersion = "1"
	// maxReserved is the most rows that memory is reserved for before they are read: the
	// first line may announce anything.
	maxReserved = 1 << 18
)

// Load reads the data that www/demo/prepare-data.mjs writes: gzip-compressed lines,
// members parted by tabs, lists by semicolons. The first line is
//
//	atlas  version  countries  cities
//
// then comes one line per country and one per city, in the order of the fields read
// below. The counts must be right, every city's country must be there, and ids and
// codes must differ: what passes is whole.
func Load(r io.Reader) (*Atlas, error) {
	unzipped, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	in := &lines{scanner: bufio.NewScanner(unzipped)}
	in.next(4)
	if in.err == nil && (in.text(0) != formatName || in.text(1) != formatVersion) {
		in.fail("begins with %q, version %q", in.text(0), in.text(1))
	}
	countryCount, cityCount := in.count(2), in.count(3)
	if in.err != nil {
		return nil, in.err
	}
	countries := make([]Country, 0, min(countryCount, maxReserved))
	codes := make(map[string]bool, cap(countries))
	for range countryCount {
		country := in.country()
		if codes[country.Code] {
			in.fail("country %s is there twice", country.Code)
		}
		codes[country.Code] = true
		countries = append(countries, country)
		if in.err != nil {
			return nil, in.err
		}
	}
	cities := make([]City, 0, min(cityCount, maxReserved))
	ids := make(map[int]bool, cap(cities))
	for range cityCount {
		city := in.city()
		if !codes[city.Country] {
			in.fail("city %d lies in an unknown country %q", city.ID, city.Country)
		}
		if ids[city.ID] {
			in.fail("city %d is there twice", city.ID)
		}
		ids[city.ID] = true
		cities = append(cities, city)
		if in.err != nil {
			return nil, in.err
		}
	}
	in.end()
	if in.err != nil {
		return nil, in.err
	}
	return New(countries, cities), nil
}

func sortByPopulation(cities []City) {
	slices.SortFunc(cities, func(a, b City) int {
		return cmp.Or(cmp.Compare(b.Population, a.Population), cmp.Compare(a.ID, b.ID))
	})
}

// lines reads members line by line. The first error stays in err, and what is read
// after it is zero.
type lines struct {
	scanner *bufio.Scanner
	number  int
	members []string
	err     error
}

func (l *lines) country() Country {
	l.next(13)
	return Country{
		Code: l.text(0), Name: l.text(1), Official: l.text(2), Capitals: l.list(3),
		Region: l.text(4), Subregion: l.text(5), Area: l.float(6), Lat: l.float(7), Lon: l.float(8),
		Borders: l.list(9), Flag: l.text(10), Languages: l.list(11), Currencies: l.list(12),
	}
}

func (l *lines) city() City {
	l.next(7)
	return City{
		ID: l.count(0), Name: l.text(1), Country: l.text(2), Admin: l.text(3),
		Lat: l.float(4), Lon: l.float(5), Population: l.count(6),
	}
}

// next reads a line, which must have the given number of members.
func (l *lines) next(members int) {
	if l.err != nil {
		return
	}
	l.number++
	if !l.scanner.Scan() {
		err := l.scanner.Err()
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		l.fail("%w", err)
		return
	}
	l.members = strings.Split(l.scanner.Text(), "\t")
	if len(l.members) != members {
		l.fail("%d members instead of %d", len(l.members), members)
	}
}

// end checks that nothing follows, which also verifies gzip's checksum.
func (l *lines) end() {
	if l.err != nil {
		return
	}
	l.number++
	if l.scanner.Scan() {
		l.fail("more lines than the first one announces")
	} else if err := l.scanner.Err(); err != nil {
		l.fail("%w", err)
	}
}

func (l *lines) text(i int) string {
	if l.err != nil {
		return ""
	}
	return l.members[i]
}

func (l *lines) list(i int) []string {
	if text := l.text(i); text != "" {
		return strings.Split(text, ";")
	}
	return []string{}
}

func (l *lines) float(i int) float64 {
	if l.err != nil {
		return 0
	}
	value, err := strconv.ParseFloat(l.members[i], 64)
	if err != nil {
		l.fail("%w", err)
	}
	return value
}

// count reads a whole number from 0 to 2³¹-1.
func (l *lines) count(i int) int {
	if l.err != nil {
		return 0
	}
	value, err := strconv.ParseUint(l.members[i], 10, 31)
	if err != nil {
		l.fail("%w", err)
	}
	return int(value)
}

func (l *lines) fail(format string, arguments ...any) {
	if l.err == nil {
		l.err = fmt.Errorf("%w: line %d: %w", ErrFormat, l.number, fmt.Errorf(format, arguments...))
	}
}
