// main.go - what kubectl's reader makes of texts
//
// Reads texts from standard input, each behind its length (32 bits, little-endian), and prints a
// line of JSON for each: a list of {"json": value}, and of {"error": "…"} where reading ends.
// Empty documents are left out, as kubectl leaves them out.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
)

type document struct {
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}

func read(text []byte) (found []document) {
	found = []document{}
	// the reader of YAML panics on some texts
	defer func() {
		if cause := recover(); cause != nil {
			found = append(found, document{Error: fmt.Sprint("panic: ", cause)})
		}
	}()
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	for {
		object := runtime.RawExtension{}
		if err := decoder.Decode(&object); err == io.EOF {
			return found
		} else if err != nil {
			return append(found, document{Error: err.Error()})
		}
		raw := bytes.TrimSpace(object.Raw)
		if len(raw) != 0 && !bytes.Equal(raw, []byte("null")) {
			found = append(found, document{JSON: raw})
		}
	}
}

func main() {
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		var size uint32
		if binary.Read(in, binary.LittleEndian, &size) != nil {
			return
		}
		text := make([]byte, size)
		if _, err := io.ReadFull(in, text); err != nil {
			return
		}
		line, err := json.Marshal(read(text))
		if err != nil {
			line, _ = json.Marshal([]document{{Error: err.Error()}})
		}
		out.Write(append(line, '\n'))
	}
}
