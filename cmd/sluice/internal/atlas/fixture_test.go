package atlas

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const countryLines = "" +
	"CH\tSwitzerland\tSwiss Confederation\tBern\tEurope\tWestern Europe\t41284\t47\t8\tFR\t🇨🇭\tFrench;German\tSwiss franc\n" +
	"FJ\tFiji\tRepublic of Fiji\tSuva\tOceania\tMelanesia\t18272\t-18\t175\t\t🇫🇯\tEnglish\tFijian dollar\n" +
	"FR\tFrance\tFrench Republic\tParis\tEurope\tWestern Europe\t551695\t46\t2\tCH\t🇫🇷\tFrench\tEuro\n" +
	"TD\tChad\tRepublic of Chad\tN'Djamena\tAfrica\tMiddle Africa\t1284000\t15\t19\t\t🇹🇩\tFrench\tfranc\n" +
	"US\tUnited States\tUnited States of America\tWashington D.C.\tAmericas\tNorth America\t9372610\t38\t-97\t\t🇺🇸\tEnglish\tdollar\n"

// Not in the order of population: New has to sort.
const cityLines = "" +
	"12\tYorkton\tUS\tVA\t37.0\t-76.0\t900000\n" +
	"10\tYork\tUS\tPA\t39.96\t-76.73\t43992\n" +
	"11\tNew York City\tUS\tNY\t40.71\t-74.01\t8175133\n" +
	"13\tEast York Mills\tUS\tNY\t43.7\t-79.3\t500\n" +
	"20\tZürich\tCH\tZH\t47.37\t8.55\t341730\n" +
	"21\tBiel/Bienne\tCH\tBE\t47.13\t7.25\t48614\n" +
	"22\tZürich (Kreis 11)\tCH\tZH\t47.42\t8.54\t54260\n" +
	"30\tSaint-Étienne\tFR\t84\t45.43\t4.39\t176280\n" +
	"31\tParis\tFR\t11\t48.85\t2.35\t2138551\n" +
	"32\tParis\tUS\tTX\t33.66\t-95.56\t25171\n" +
	"33\tParis Paris\tUS\tTX\t33.7\t-95.5\t100\n" +
	"40\tN'Djamena\tTD\t21\t12.11\t15.04\t721081\n" +
	"50\tTaveuni\tFJ\t03\t-16.9\t179.95\t9000\n" +
	"51\tQamea\tFJ\t03\t-16.8\t-179.9\t500\n"

var header = "atlas\t1\t5\t14\n"

func pack(t testing.TB, text string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	w := gzip.NewWriter(&buffer)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return buffer.Bytes()
}

func small(t testing.TB) *Atlas {
	t.Helper()
	a, err := Load(bytes.NewReader(pack(t, header+countryLines+cityLines)))
	require.NoError(t, err)
	return a
}

// whole loads the data that the build prepares, which a checkout doesn't have.
func whole(t testing.TB) *Atlas {
	t.Helper()
	path := filepath.Join("..", "..", "..", "..", "www", "demo", "data", "atlas.tsv.gz")
	file, err := os.Open(path)
	if err != nil {
		t.Skipf("the data is not built (make build): %v", err)
	}
	defer func() { require.NoError(t, file.Close()) }()
	a, err := Load(file)
	require.NoError(t, err)
	return a
}

// label writes a city so that a table of expectations is short: "York/US/10".
func labels(cities []City) []string {
	all := []string{}
	for _, c := range cities {
		all = append(all, fmt.Sprintf("%s/%s/%d", c.Name, c.Country, c.ID))
	}
	return all
}
