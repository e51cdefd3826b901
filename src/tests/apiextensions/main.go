// main.go - what an API server says to custom resources, for check-custom.py
//
// Reads lines of JSON, {"definition": a CustomResourceDefinition, "objects": [custom resources]}, and
// prints for each a line with what apiextensions' own code says on creation: {"refused": why the
// schema is none, or "", "objects": [[fields that are refused], …]}. Rules in CEL are left out.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/crdserverscheme"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

type input struct {
	Definition json.RawMessage   `json:"definition"`
	Objects    []json.RawMessage `json:"objects"`
}

type output struct {
	Refused string     `json:"refused"`
	Objects [][]string `json:"objects"`
}

// One served version of a definition.
type server struct {
	kind        schema.GroupVersionKind
	structural  *structuralschema.Structural
	validator   validation.SchemaValidator
	namespaced  bool
	subresource *apiextensions.CustomResourceSubresources
}

func withoutRules(s *structuralschema.Structural) {
	visitor := structuralschema.Visitor{Structural: func(s *structuralschema.Structural) bool {
		s.XValidations = nil
		return true
	}}
	visitor.Visit(s)
}

func open(definition json.RawMessage) (*server, error) {
	crd := &apiextensionsv1.CustomResourceDefinition{}
	if err := utiljson.Unmarshal(definition, crd); err != nil {
		return nil, err
	}
	internal := &apiextensions.CustomResourceDefinition{}
	if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(crd, internal, nil); err != nil {
		return nil, err
	}
	version := crd.Spec.Versions[0]
	props := &apiextensions.JSONSchemaProps{}
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, props, nil); err != nil {
		return nil, err
	}
	structural, err := structuralschema.NewStructural(props)
	if err != nil {
		return nil, err
	}
	if errs := structuralschema.ValidateStructural(nil, structural); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	structural = structural.DeepCopy()
	if err := defaulting.PruneDefaults(structural); err != nil {
		return nil, err
	}
	withoutRules(structural)
	validator, _, err := validation.NewSchemaValidator(props)
	if err != nil {
		return nil, err
	}
	s := &server{structural: structural, validator: validator,
		namespaced: crd.Spec.Scope == apiextensionsv1.NamespaceScoped,
		kind:       schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}}
	if version.Subresources != nil {
		s.subresource = &apiextensions.CustomResourceSubresources{}
		if err := apiextensionsv1.Convert_v1_CustomResourceSubresources_To_apiextensions_CustomResourceSubresources(version.Subresources, s.subresource, nil); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// As unstructuredSchemaCoercer does it with strict decoding.
func (s *server) coerce(u *unstructured.Unstructured) (unknown []string, err error) {
	kind, version := u.GetKind(), u.GetAPIVersion()
	meta, found, paths, err := objectmeta.GetObjectMetaWithOptions(u.Object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return nil, err
	}
	unknown = append(unknown, paths...)
	unknown = append(unknown, pruning.PruneWithOptions(u.Object, s.structural, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	defaulting.PruneNonNullableNullsWithoutDefaults(u.Object, s.structural)
	fieldErr, paths := objectmeta.CoerceWithOptions(nil, u.Object, s.structural, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if fieldErr != nil {
		return nil, fieldErr
	}
	unknown = append(unknown, paths...)
	u.SetKind(kind)
	u.SetAPIVersion(version)
	if found {
		err = objectmeta.SetObjectMeta(u.Object, meta)
	}
	return unknown, err
}

func (s *server) ask(raw json.RawMessage) (fields []string, err error) {
	u := &unstructured.Unstructured{}
	if err := utiljson.Unmarshal(raw, &u.Object); err != nil {
		return nil, err
	}
	fields, err = s.coerce(u)
	if err != nil {
		return nil, err
	}
	defaulting.Default(u.Object, s.structural)
	var status *apiextensions.CustomResourceSubresourceStatus
	var scale *apiextensions.CustomResourceSubresourceScale
	if s.subresource != nil {
		status, scale = s.subresource.Status, s.subresource.Scale
	}
	strategy := customresource.NewStrategy(crdserverscheme.NewUnstructuredObjectTyper(), s.namespaced, s.kind,
		s.validator, nil, s.structural, status, scale, nil)
	ctx := context.Background()
	strategy.PrepareForCreate(ctx, u)
	if s.namespaced && u.GetNamespace() == "" {
		u.SetNamespace("default")
	}
	for _, fault := range strategy.Validate(ctx, u) {
		fields = append(fields, fault.Field)
	}
	return fields, nil
}

func answer(line []byte) (out output) {
	var in input
	if err := json.Unmarshal(line, &in); err != nil {
		out.Refused = err.Error()
		return out
	}
	s, err := open(in.Definition)
	if err != nil {
		out.Refused = strings.ReplaceAll(err.Error(), "\n", " ")
		return out
	}
	for _, raw := range in.Objects {
		fields, err := s.ask(raw)
		if err != nil {
			fields = append(fields, "error: "+err.Error())
		}
		out.Objects = append(out.Objects, append([]string{}, fields...))
	}
	return out
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<28)
	for lines.Scan() {
		text, err := json.Marshal(answer(lines.Bytes()))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(string(text))
	}
}
