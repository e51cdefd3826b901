package controlplane

import (
	harbourv1beta1 "k8s.io/api/harbour/v1beta1"
)

var betas = []schema.GroupVersionResource{
	harbourv1beta1.SchemeGroupVersion.WithResource("buoys"),
}
