metadata description = 'The canvas, as static files. It talks to the API only.'

@description('Required. The name of the app.')
param name string

@description('Required. Where the app is managed.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Optional. The tier.')
@allowed(['Free', 'Standard'])
param sku string = 'Free'

resource site 'Microsoft.Web/staticSites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'canvas' })
  sku: { name: sku, tier: sku }
  properties: {
    allowConfigFileUpdates: true
    stagingEnvironmentPolicy: 'Disabled'
  }
}

@description('The name of the app.')
output name string = site.name

@description('The address of the canvas, without a slash at its end: an origin.')
output origin string = 'https://${site.properties.defaultHostname}'
