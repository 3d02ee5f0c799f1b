metadata description = 'Puts the function key of the sandbox into the vault, from where the app that calls it reads it by reference. The key never leaves Azure.'

@description('Required. The name of the sandbox app.')
param sandboxName string

@description('Required. The name of the vault.')
param vaultName string

resource sandbox 'Microsoft.Web/sites@2024-04-01' existing = {
  name: sandboxName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName

  resource key 'secrets' = {
    name: 'orcheo-sandbox-key'
    properties: {
      value: listKeys('${sandbox.id}/host/default', '2024-04-01').functionKeys.default
      contentType: 'text/plain'
    }
  }
}

@description('Where the key is, for a Key Vault reference.')
output secretUri string = vault::key.properties.secretUri
