// Package v1 is made up, for what tools/go-facts.py has to read.
package v1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/api/shared"
)

// Tide is one of two.
// +enum
type Tide string

const (
	// It comes,
	High Tide = "High"
	Low  Tide = "Low" // and goes
)

// Side may be others as well.
type Side string

const prefix = "harbour.k8s.io/"

const (
	Left    Side = prefix + "left"
	Right        = Side("right")
	Shared  Side = shared.Both
	Harbour int  = 3
)

const Middle Side = "middle"

// Flag is a type of another package.
type Flag = shared.Flag

// Tolls has a name of its own.
type Tolls map[Side]int32

/*
PierSpec is a comment
type Hidden struct {
}
*/
type PierSpec struct {
	metav1.TypeMeta `json:",inline"`
	Place           `json:",inline"`

	// The berths, of which there
	// +optional
	Berths []Berth `json:"berths,omitempty" protobuf:"bytes,1,rep,name=berths"`
	Tide   *Tide   `json:"tide"`
	Tolls  Tolls   `json:"tolls"`
	Flags  map[string][]shared.Flag `json:"flags"` // by name
	Secret string  `json:"-"`
	inner  string
}

type Berth struct {
	Name string `json:"name"`
}

type Place struct {
	Side Side `json:"side"`
}
