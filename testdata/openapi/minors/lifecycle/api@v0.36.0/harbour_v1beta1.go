package v1beta1

func (in *Buoy) APILifecycleIntroduced() (major, minor int) {
	return 1, 35
}

func (in *Buoy) APILifecycleDeprecated() (major, minor int) {
	return 1, 38
}

func (in *Buoy) APILifecycleReplacement() schema.GroupVersionKind {
	return schema.GroupVersionKind{Group: "harbour.k8s.io", Version: "v1", Kind: "Buoy"}
}
