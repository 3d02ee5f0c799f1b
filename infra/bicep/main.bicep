metadata description = 'Orcheo on Azure: three .NET function apps and the Python sandbox on Flex Consumption, Azure Tables, Key Vault, SignalR Service, a static web app for the canvas, and what watches them. Every app has an identity of its own; there are no shared keys.'

targetScope = 'subscription'

@description('Required. The name of the environment, such as dev or prod; names begin with it.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Required. The region.')
param location string

@description('Required. The bootstrap API key with every scope, at least 24 characters.')
@secure()
@minLength(24)
param adminKey string

@description('Optional. The resource group; made when it is not there.')
param resourceGroupName string = 'rg-orcheo-${environmentName}'

@description('Optional. Where the static web app is managed; it is not offered in every region.')
param canvasLocation string = 'westeurope'

@description('Optional. Private endpoints for storage, vault and sandbox, apps in a virtual network, and a sandbox without outbound access.')
param networkIsolation bool = false

@description('Optional. What keeps orchestrations: queues and tables of the host storage, or Durable Task Scheduler.')
@allowed(['azureStorage', 'durableTaskScheduler'])
param durableBackend string = 'azureStorage'

@description('Optional. The redundancy of the data account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGZRS'])
param storageSku string = 'Standard_ZRS'

@description('Optional. The tier of SignalR Service.')
@allowed(['Free_F1', 'Standard_S1', 'Premium_P1'])
param signalRSku string = 'Standard_S1'

@description('Optional. Instances of the orchestrations app that never stop, so that a start need not wait for one.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 1

@description('Optional. How often due cron triggers are looked for, from 1 to 59 seconds.')
@minValue(1)
@maxValue(59)
param cronTickSeconds int = 1

@description('Optional. How many days ended executions are kept.')
@minValue(1)
param executionDays int = 30

@description('Optional. Modules that Python nodes may import beyond the standard list, separated by commas.')
param sandboxAllowedImports string = ''

@description('Optional. Further origins that browsers may call the API from, such as http://localhost:5173.')
param extraOrigins array = []

@description('Optional. Settings of the .NET apps that are to differ from settings.json, and lists, by their names, such as Orcheo__RateLimits__PerKey__PerSecond.')
param settings object = {}

@description('Optional. Who is told by e-mail when an alert fires; nobody when empty.')
param alertEmails array = []

@description('Optional. Tags of every resource.')
param tags object = {}

var prefix = 'orcheo-${environmentName}'
var suffix = uniqueString(subscription().id, resourceGroupName, environmentName)
var short = take(replace(environmentName, '-', ''), 6)
var allTags = union(tags, { 'azd-env-name': environmentName, application: 'orcheo' })
var hubName = 'orcheo'

// Names are made here and not read from outputs, so that a what-if can tell what a deployment would change.
var identityNames = map(dotnetApps, app => '${prefix}-${app}-id')
var sandboxIdentityName = '${prefix}-sandbox-id'
var hostStorageName = 'orc${short}host${take(suffix, 8)}'
var dataStorageName = 'orc${short}data${take(suffix, 8)}'
var sandboxStorageName = 'orc${short}sbx${take(suffix, 8)}'
var vaultName = take('orc-${short}-${suffix}', 24)
var signalRName = '${prefix}-events-${take(suffix, 6)}'
var schedulerName = '${prefix}-tasks'
var sandboxName = '${prefix}-sandbox-${take(suffix, 6)}'
var appNames = map(dotnetApps, app => '${prefix}-${app}-${take(suffix, 6)}')

// Built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roles = {
  blobOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  blobContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  queueContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  vaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  vaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  signalRRestOwner: 'fd53cd77-2268-407a-8f46-7e7863d0f521'
  metricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  durableTaskContributor: '0ad04412-c4d5-4796-b79c-f76d14c8d402'
}

// The three .NET apps share a host account, because they share its task hub. The sandbox runs code that nobody has read: it has an
// account of its own, with its own package in it and nothing else.
var dotnetApps = ['api', 'triggers', 'orchestrations']
var hostRoles = [roles.blobOwner, roles.queueContributor, roles.tableContributor]
var dataRoles = [roles.blobContributor, roles.tableContributor]

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: resourceGroupName
  location: location
  tags: allTags
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: { prefix: prefix, location: location, tags: allTags }
}

module identities 'modules/identity.bicep' = [
  for app in dotnetApps: {
    scope: group
    name: 'identity-${app}'
    params: { name: '${prefix}-${app}-id', location: location, tags: allTags }
  }
]

module sandboxIdentity 'modules/identity.bicep' = {
  scope: group
  name: 'identity-sandbox'
  params: { name: sandboxIdentityName, location: location, tags: allTags }
}

module hostStorage 'modules/storage.bicep' = {
  scope: group
  name: 'storage-host'
  params: {
    name: hostStorageName
    location: location
    tags: allTags
    containers: [for app in dotnetApps: 'deploy-${app}']
    privateOnly: networkIsolation
    workspaceId: monitoring.outputs.workspaceId
  }
}

module dataStorage 'modules/storage.bicep' = {
  scope: group
  name: 'storage-data'
  params: {
    name: dataStorageName
    location: location
    tags: allTags
    sku: storageSku
    softDeleteDays: 30
    privateOnly: networkIsolation
    workspaceId: monitoring.outputs.workspaceId
  }
}

module sandboxStorage 'modules/storage.bicep' = {
  scope: group
  name: 'storage-sandbox'
  params: {
    name: sandboxStorageName
    location: location
    tags: allTags
    sku: 'Standard_LRS'
    containers: ['deploy-sandbox']
    privateOnly: networkIsolation
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/key-vault.bicep' = {
  scope: group
  name: 'key-vault'
  params: {
    name: vaultName
    location: location
    tags: allTags
    privateOnly: networkIsolation
    workspaceId: monitoring.outputs.workspaceId
    adminKey: adminKey
  }
}

module canvas 'modules/static-web-app.bicep' = {
  scope: group
  name: 'canvas'
  params: { name: '${prefix}-canvas', location: canvasLocation, tags: allTags }
}

module signalR 'modules/signalr.bicep' = {
  scope: group
  name: 'signalr'
  params: {
    name: signalRName
    location: location
    tags: allTags
    sku: signalRSku
    allowedOrigins: concat([canvas.outputs.origin], extraOrigins)
    privateOnly: networkIsolation
  }
}

module scheduler 'modules/durable-task-scheduler.bicep' = if (durableBackend == 'durableTaskScheduler') {
  scope: group
  name: 'durable-task-scheduler'
  params: { name: schedulerName, location: location, tags: allTags, hubName: hubName }
}

module network 'modules/network.bicep' = if (networkIsolation) {
  scope: group
  name: 'network'
  params: { prefix: prefix, location: location, tags: allTags }
}

module connectivity 'modules/private-connectivity.bicep' = if (networkIsolation) {
  scope: group
  name: 'private-connectivity'
  params: {
    prefix: prefix
    location: location
    tags: allTags
    networkId: network!.outputs.id
    subnetId: network!.outputs.endpointSubnetId
    storageAccounts: [
      { name: 'host', id: hostStorage.outputs.id, groups: ['blob', 'queue', 'table'] }
      { name: 'data', id: dataStorage.outputs.id, groups: ['blob', 'table'] }
      { name: 'sandbox', id: sandboxStorage.outputs.id, groups: ['blob'] }
    ]
    vaultId: vault.outputs.id
    signalRId: signalR.outputs.id
    sandboxId: sandbox.outputs.id
  }
}

// ---- Roles

module hostAccess 'modules/role-assignment.bicep' = [
  for i in range(0, length(dotnetApps) * length(hostRoles)): {
    scope: group
    name: 'role-host-${dotnetApps[i / length(hostRoles)]}-${i % length(hostRoles)}'
    params: {
      on: 'storage'
      resourceName: hostStorageName
      identityName: identityNames[i / length(hostRoles)]
      roleDefinitionGuid: hostRoles[i % length(hostRoles)]
    }
    dependsOn: [identities, hostStorage]
  }
]

module dataAccess 'modules/role-assignment.bicep' = [
  for i in range(0, length(dotnetApps) * length(dataRoles)): {
    scope: group
    name: 'role-data-${dotnetApps[i / length(dataRoles)]}-${i % length(dataRoles)}'
    params: {
      on: 'storage'
      resourceName: dataStorageName
      identityName: identityNames[i / length(dataRoles)]
      roleDefinitionGuid: dataRoles[i % length(dataRoles)]
    }
    dependsOn: [identities, dataStorage]
  }
]

// Only the API makes the master key at its first use; the others read it.
module vaultAccess 'modules/role-assignment.bicep' = [
  for (app, i) in dotnetApps: {
    scope: group
    name: 'role-vault-${app}'
    params: {
      on: 'keyVault'
      resourceName: vaultName
      identityName: identityNames[i]
      roleDefinitionGuid: app == 'api' ? roles.vaultSecretsOfficer : roles.vaultSecretsUser
    }
    dependsOn: [identities, vault]
  }
]

module eventAccess 'modules/role-assignment.bicep' = [
  for (app, i) in dotnetApps: {
    scope: group
    name: 'role-events-${app}'
    params: {
      on: 'signalR'
      resourceName: signalRName
      identityName: identityNames[i]
      roleDefinitionGuid: roles.signalRRestOwner
    }
    dependsOn: [identities, signalR]
  }
]

module telemetryAccess 'modules/role-assignment.bicep' = [
  for (app, i) in dotnetApps: {
    scope: group
    name: 'role-telemetry-${app}'
    params: {
      on: 'applicationInsights'
      resourceName: '${prefix}-insights'
      identityName: identityNames[i]
      roleDefinitionGuid: roles.metricsPublisher
    }
    dependsOn: [identities, monitoring]
  }
]

module hubAccess 'modules/role-assignment.bicep' = [
  for (app, i) in dotnetApps: if (durableBackend == 'durableTaskScheduler') {
    scope: group
    name: 'role-hub-${app}'
    params: {
      on: 'durableTaskHub'
      resourceName: '${schedulerName}/${hubName}'
      identityName: identityNames[i]
      roleDefinitionGuid: roles.durableTaskContributor
    }
    dependsOn: [identities, scheduler]
  }
]

module sandboxHostAccess 'modules/role-assignment.bicep' = {
  scope: group
  name: 'role-host-sandbox'
  params: {
    on: 'storage'
    resourceName: sandboxStorageName
    identityName: sandboxIdentityName
    roleDefinitionGuid: roles.blobOwner
  }
  dependsOn: [sandboxIdentity, sandboxStorage]
}

module sandboxTelemetryAccess 'modules/role-assignment.bicep' = {
  scope: group
  name: 'role-telemetry-sandbox'
  params: {
    on: 'applicationInsights'
    resourceName: '${prefix}-insights'
    identityName: sandboxIdentityName
    roleDefinitionGuid: roles.metricsPublisher
  }
  dependsOn: [sandboxIdentity, monitoring]
}

// ---- Apps

var origins = concat([canvas.outputs.origin], extraOrigins)

// What every .NET app reads: the code's own defaults, so that they can be seen and turned in the portal, and on them what is different
// here. A setting that the code does not know, or that it knows and nobody sets, fails a test.
// Browsers are let in by the platform (`allowedOrigins`), which would add its headers to those of Orcheo__Cors__AllowedOrigins.
var commonSettings = {
  ...loadJsonContent('settings.json')
  Orcheo__Storage__Provider: 'AzureTables'
  Orcheo__Storage__TableUri: dataStorage.outputs.tableEndpoint
  Orcheo__Storage__BlobUri: dataStorage.outputs.blobEndpoint
  Orcheo__KeyVault__Uri: vault.outputs.uri
  Orcheo__Retention__ExecutionDays: string(executionDays)
  Orcheo__Sandbox__AllowedImports: sandboxAllowedImports
  // The front end of the platform stands before every app and adds to X-Forwarded-For.
  Orcheo__TrustedProxies: '1'
  Orcheo__Webhooks__PublicUrl: 'https://${appNames[indexOf(dotnetApps, 'triggers')]}.azurewebsites.net'
  Orcheo__Logs__Format: 'json'
  OTEL_SERVICE_NAME: 'orcheo'
}

var hubSettings = durableBackend == 'durableTaskScheduler'
  ? {
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
    }
  : {}

module apps 'modules/function-app.bicep' = [
  for (app, i) in dotnetApps: {
    scope: group
    name: 'app-${app}'
    params: {
      name: appNames[i]
      serviceName: app
      location: location
      tags: allTags
      runtime: 'dotnet-isolated'
      runtimeVersion: '10.0'
      identityId: identities[i].outputs.id
      identityClientId: identities[i].outputs.clientId
      hostStorageName: hostStorageName
      deploymentContainer: 'deploy-${app}'
      insightsConnectionString: monitoring.outputs.connectionString
      subnetId: networkIsolation ? network!.outputs.appSubnetId : ''
      allowedOrigins: app == 'api' ? origins : []
      alwaysReady: app == 'orchestrations' && alwaysReadyInstances > 0
        ? [{ name: 'durable', instanceCount: alwaysReadyInstances }]
        : []
      settings: union(
        commonSettings,
        hubSettings,
        {
          Orcheo__SignalR__ConnectionString: 'Endpoint=https://${signalR.outputs.hostName};AuthType=azure.msi;ClientId=${identities[i].outputs.clientId};Version=1.0;'
        },
        durableBackend == 'durableTaskScheduler'
          ? {
              DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler!.outputs.endpoint};Authentication=ManagedIdentity;ClientID=${identities[i].outputs.clientId}'
            }
          : {},
        app == 'api' ? { Orcheo__AdminKey: '@Microsoft.KeyVault(SecretUri=${vault.outputs.adminKeyUri})' } : {},
        app == 'triggers'
          ? {
              Orcheo__Cron__Tick: '00:00:${padLeft(string(cronTickSeconds), 2, '0')}'
              Orcheo__Cron__Schedule: '*/${cronTickSeconds} * * * * *'
            }
          : {},
        app == 'triggers'
          ? {}
          : {
              Orcheo__Sandbox__Url: sandbox.outputs.address
              Orcheo__Sandbox__Key: '@Microsoft.KeyVault(SecretUri=${sandboxKey.outputs.secretUri})'
            },
        settings
      )
    }
    dependsOn: [hostAccess, dataAccess, vaultAccess, eventAccess, hostStorage]
  }
]

module sandbox 'modules/function-app.bicep' = {
  scope: group
  name: 'app-sandbox'
  params: {
    name: sandboxName
    serviceName: 'sandbox'
    location: location
    tags: allTags
    runtime: 'python'
    runtimeVersion: '3.12'
    identityId: sandboxIdentity.outputs.id
    identityClientId: sandboxIdentity.outputs.clientId
    hostStorageName: sandboxStorageName
    deploymentContainer: 'deploy-sandbox'
    insightsConnectionString: monitoring.outputs.connectionString
    subnetId: networkIsolation ? network!.outputs.sandboxSubnetId : ''
    privateOnly: networkIsolation
    httpConcurrency: 16
    settings: { ORCHEO_SANDBOX_ALLOWED_IMPORTS: sandboxAllowedImports }
  }
  dependsOn: [sandboxHostAccess, sandboxStorage]
}

module sandboxKey 'modules/sandbox-key.bicep' = {
  scope: group
  name: 'sandbox-key'
  params: { sandboxName: sandboxName, vaultName: vaultName }
  dependsOn: [sandbox, vault]
}

module dashboards 'modules/dashboards.bicep' = {
  scope: group
  name: 'dashboards'
  params: { prefix: prefix, location: location, tags: allTags, insightsId: monitoring.outputs.insightsId }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    prefix: prefix
    location: location
    tags: allTags
    insightsId: monitoring.outputs.insightsId
    emails: alertEmails
  }
}

@description('The address of the API, with its base path.')
output ORCHEO_API_URL string = '${apps[0].outputs.address}/api'

@description('The address of the app that takes webhooks; a trigger tells its whole URL.')
output ORCHEO_WEBHOOK_URL string = apps[1].outputs.address

@description('The address of the canvas.')
output ORCHEO_CANVAS_URL string = canvas.outputs.origin

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The vault.')
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
