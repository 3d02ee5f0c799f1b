metadata description = 'SignalR Service in serverless mode: live events of executions. No access keys.'

@description('Required. The name of the service.')
param name string

@description('Required. Where the service is.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Optional. The tier and size.')
@allowed(['Free_F1', 'Standard_S1', 'Premium_P1'])
param sku string = 'Standard_S1'

@description('Optional. Units: 1,000 connections and 1,000,000 messages a day each; 1 for the free tier.')
param units int = 1

@description('Optional. The origins that may connect: the address of the canvas.')
param allowedOrigins array = []

@description('Optional. Whether servers reach it only by private endpoints. Browsers always connect from outside.')
param privateOnly bool = false

resource service 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, capacity: units }
  kind: 'SignalR'
  properties: {
    disableLocalAuth: true
    disableAadAuth: false
    publicNetworkAccess: 'Enabled'
    tls: { clientCertEnabled: false }
    cors: { allowedOrigins: allowedOrigins }
    features: [
      { flag: 'ServiceMode', value: 'Serverless' }
    ]
    networkACLs: {
      defaultAction: 'Deny'
      publicNetwork: { allow: privateOnly ? ['ClientConnection'] : ['ClientConnection', 'ServerConnection', 'RESTAPI'] }
    }
  }
}

@description('The name of the service.')
output name string = service.name

@description('The id of the service.')
output id string = service.id

@description('The host name of the service.')
output hostName string = service.properties.hostName
