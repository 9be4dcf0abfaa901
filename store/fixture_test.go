package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// feed gives the text of an answer with posts, of which some have comments, whose authors and
// those of the posts are inlined, and the schema of it. Posts whose index is in changed have
// another title.
func feed(posts, users int, changed func(post int) bool) []byte {
	rnd := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	words := strings.Fields("lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore")
	prose := func(n int) string {
		var s []string
		for range n {
			s = append(s, words[rnd.IntN(len(words))])
		}
		return strings.Join(s, " ")
	}
	bios := make([]string, users)
	for i := range bios {
		bios[i] = fmt.Sprintf(`{"id":%d,"name":"User %d","email":"user%d@example.org","bio":"%s"}`, i, i, i, prose(8))
	}
	comment := 0
	b.WriteString(`{"posts":[`)
	for i := range posts {
		if i > 0 {
			b.WriteByte(',')
		}
		title := prose(6)
		if changed != nil && changed(i) {
			title = "changed " + title
		}
		fmt.Fprintf(&b, `{"id":%d,"title":"%s","body":"%s","votes":%d,"tags":["%s","%s"],"author":%s,"comments":[`,
			i, title, prose(60), rnd.IntN(1000), words[rnd.IntN(15)], words[rnd.IntN(15)], bios[rnd.IntN(users)])
		for j := range (i * 11 / 8) - ((i - 1) * 11 / 8) {
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"id":%d,"text":"%s","author":%s}`, comment, prose(12), bios[rnd.IntN(users)])
			comment++
		}
		b.WriteString(`]}`)
	}
	b.WriteString(`],"total":`)
	fmt.Fprintf(&b, "%d}", posts)
	return []byte(b.String())
}

// feedSchema describes feed: node 1 is the answer, 3 a post, 4 a user, 6 a comment.
const feedSchema = `[
	{"id":1,"kind":"object","fields":{"posts":2}},
	{"id":2,"kind":"array","items":3},
	{"id":3,"kind":"entity","name":"Post","pk":"id","fields":{"author":4,"comments":5}},
	{"id":4,"kind":"entity","name":"User","pk":"id"},
	{"id":5,"kind":"array","items":6},
	{"id":6,"kind":"entity","name":"Comment","pk":"id","fields":{"author":4}}
]`
