package api

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"crossfront/emulator/edge/policy"
)

// A refusal is an operation that is not implemented, with the reason.
type refusal struct{ operation, method, path, because string }

// routeRefusals enters the operations that are refused by name. They come
// last: what is implemented wins.
func (a *API) routeRefusals(v *mux.Router) {
	for _, r := range refusals() {
		v.Methods(r.method).Path(r.path).Handler(a.handle(r.handle))
	}
}

func (r refusal) handle(*call) (answer, error) {
	return answer{}, &policy.Error{
		Code:    "NotImplemented",
		Message: "This emulator does not implement " + r.operation + ": " + r.because + ".",
		Status:  http.StatusNotImplemented,
	}
}

// refusals are the operations of CloudFront's API that are not implemented.
func refusals() []refusal {
	var all []refusal
	refuse := func(because string, operations ...string) {
		for _, o := range operations {
			f := strings.Fields(o)
			all = append(all, refusal{f[0], f[1], f[2], because})
		}
	}
	refuse("it has no VPC origins",
		"CreateVpcOrigin POST /vpc-origin",
		"DeleteVpcOrigin DELETE /vpc-origin/{Id}",
		"GetVpcOrigin GET /vpc-origin/{Id}",
		"ListDistributionsByVpcOriginId GET /distributionsByVpcOriginId/{VpcOriginId}",
		"ListVpcOrigins GET /vpc-origin",
		"UpdateVpcOrigin PUT /vpc-origin/{Id}")
	refuse("viewers reach it at its own addresses",
		"CreateAnycastIpList POST /anycast-ip-list",
		"DeleteAnycastIpList DELETE /anycast-ip-list/{Id}",
		"GetAnycastIpList GET /anycast-ip-list/{Id}",
		"ListAnycastIpLists GET /anycast-ip-list",
		"ListDistributionsByAnycastIpListId GET /distributionsByAnycastIpListId/{AnycastIpListId}",
		"UpdateAnycastIpList PUT /anycast-ip-list/{Id}")
	refuse("it has no functions per connection",
		"CreateConnectionFunction POST /connection-function",
		"DeleteConnectionFunction DELETE /connection-function/{Id}",
		"DescribeConnectionFunction GET /connection-function/{Identifier}/describe",
		"GetConnectionFunction GET /connection-function/{Identifier}",
		"ListConnectionFunctions POST /connection-functions",
		"ListDistributionsByConnectionFunction GET /distributionsByConnectionFunction",
		"PublishConnectionFunction POST /connection-function/{Id}/publish",
		"TestConnectionFunction POST /connection-function/{Id}/test",
		"UpdateConnectionFunction PUT /connection-function/{Id}")
	refuse("it has no distributions of many tenants",
		"CreateConnectionGroup POST /connection-group",
		"DeleteConnectionGroup DELETE /connection-group/{Id}",
		"GetConnectionGroup GET /connection-group/{Identifier}",
		"GetConnectionGroupByRoutingEndpoint GET /connection-group",
		"ListConnectionGroups POST /connection-groups",
		"UpdateConnectionGroup PUT /connection-group/{Id}",
		"AssociateDistributionTenantWebACL PUT /distribution-tenant/{Id}/associate-web-acl",
		"CreateDistributionTenant POST /distribution-tenant",
		"CreateInvalidationForDistributionTenant POST /distribution-tenant/{Id}/invalidation",
		"DeleteDistributionTenant DELETE /distribution-tenant/{Id}",
		"DisassociateDistributionTenantWebACL PUT /distribution-tenant/{Id}/disassociate-web-acl",
		"GetDistributionTenant GET /distribution-tenant/{Identifier}",
		"GetDistributionTenantByDomain GET /distribution-tenant",
		"GetInvalidationForDistributionTenant GET /distribution-tenant/{DistributionTenantId}/invalidation/{Id}",
		"ListDistributionTenants POST /distribution-tenants",
		"ListDistributionTenantsByCustomization POST /distribution-tenants-by-customization",
		"ListInvalidationsForDistributionTenant GET /distribution-tenant/{Id}/invalidation",
		"UpdateDistributionTenant PUT /distribution-tenant/{Id}",
		"ListDistributionsByConnectionMode GET /distributionsByConnectionMode/{ConnectionMode}",
		"GetManagedCertificateDetails GET /managed-certificate/{Identifier}",
		"ListDomainConflicts POST /domain-conflicts",
		"UpdateDomainAssociation POST /domain-association",
		"VerifyDnsConfiguration POST /verify-dns-configuration")
	refuse("it has no continuous deployment",
		"CreateContinuousDeploymentPolicy POST /continuous-deployment-policy",
		"DeleteContinuousDeploymentPolicy DELETE /continuous-deployment-policy/{Id}",
		"GetContinuousDeploymentPolicy GET /continuous-deployment-policy/{Id}",
		"GetContinuousDeploymentPolicyConfig GET /continuous-deployment-policy/{Id}/config",
		"ListContinuousDeploymentPolicies GET /continuous-deployment-policy",
		"UpdateContinuousDeploymentPolicy PUT /continuous-deployment-policy/{Id}",
		"UpdateDistributionWithStagingConfig PUT /distribution/{Id}/promote-staging-config")
	refuse("it has no field-level encryption",
		"CreateFieldLevelEncryptionConfig POST /field-level-encryption",
		"CreateFieldLevelEncryptionProfile POST /field-level-encryption-profile",
		"DeleteFieldLevelEncryptionConfig DELETE /field-level-encryption/{Id}",
		"DeleteFieldLevelEncryptionProfile DELETE /field-level-encryption-profile/{Id}",
		"GetFieldLevelEncryption GET /field-level-encryption/{Id}",
		"GetFieldLevelEncryptionConfig GET /field-level-encryption/{Id}/config",
		"GetFieldLevelEncryptionProfile GET /field-level-encryption-profile/{Id}",
		"GetFieldLevelEncryptionProfileConfig GET /field-level-encryption-profile/{Id}/config",
		"ListFieldLevelEncryptionConfigs GET /field-level-encryption",
		"ListFieldLevelEncryptionProfiles GET /field-level-encryption-profile",
		"UpdateFieldLevelEncryptionConfig PUT /field-level-encryption/{Id}/config",
		"UpdateFieldLevelEncryptionProfile PUT /field-level-encryption-profile/{Id}/config")
	refuse("it counts at /metrics only",
		"CreateMonitoringSubscription POST /distributions/{DistributionId}/monitoring-subscription",
		"DeleteMonitoringSubscription DELETE /distributions/{DistributionId}/monitoring-subscription",
		"GetMonitoringSubscription GET /distributions/{DistributionId}/monitoring-subscription")
	refuse("it writes no real-time logs",
		"CreateRealtimeLogConfig POST /realtime-log-config",
		"DeleteRealtimeLogConfig POST /delete-realtime-log-config",
		"GetRealtimeLogConfig POST /get-realtime-log-config",
		"ListRealtimeLogConfigs GET /realtime-log-config",
		"UpdateRealtimeLogConfig PUT /realtime-log-config")
	refuse("it shares nothing between accounts",
		"DeleteResourcePolicy POST /delete-resource-policy",
		"GetResourcePolicy POST /get-resource-policy",
		"PutResourcePolicy POST /put-resource-policy",
		"ListDistributionsByOwnedResource GET /distributionsByOwnedResource/{ResourceArn}")
	refuse("CloudFront itself ended them on 31 December 2020",
		"CreateStreamingDistribution POST /streaming-distribution",
		"DeleteStreamingDistribution DELETE /streaming-distribution/{Id}",
		"GetStreamingDistribution GET /streaming-distribution/{Id}",
		"GetStreamingDistributionConfig GET /streaming-distribution/{Id}/config",
		"ListStreamingDistributions GET /streaming-distribution",
		"UpdateStreamingDistribution PUT /streaming-distribution/{Id}/config")
	refuse("it asks viewers for no certificates",
		"CreateTrustStore POST /trust-store",
		"DeleteTrustStore DELETE /trust-store/{Id}",
		"GetTrustStore GET /trust-store/{Identifier}",
		"ListDistributionsByTrustStore GET /distributionsByTrustStore",
		"ListTrustStores POST /trust-stores",
		"UpdateTrustStore PUT /trust-store/{Id}")
	return all
}
