// What `azd up` uses: the settings of the environment that is selected, and the defaults of main.bicep for the rest.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param adminKey = readEnvironmentVariable('ORCHEO_ADMIN_KEY')
param networkIsolation = bool(readEnvironmentVariable('ORCHEO_NETWORK_ISOLATION', 'false'))
param durableBackend = readEnvironmentVariable('ORCHEO_DURABLE_BACKEND', 'azureStorage')
